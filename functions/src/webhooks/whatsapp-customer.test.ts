import { describe, expect, test } from "vitest";
import { change, readThread, whatsApp } from "../../testing/serve-webhooks.ts";
import { useWebhooks } from "../../testing/webhooks-for-tests.ts";
import { WhatsAppSender } from "../../testing/whatsapp-sender.ts";

const here = useWebhooks();

describe("who the customer is", () => {
  const bsuid = () => `US.1349120865530274${here.sheena.from}`;
  const say = (id: string, message: object, contact: object) =>
    here.webhooks.postWhatsApp(
      whatsApp({
        contacts: [contact],
        messages: [{ ...here.sheena.text(id, id), from: undefined, ...message }],
      }),
    );

  test("first by phone, later by username with the phone along, then by username alone: one conversation", async () => {
    await here.sheena.post(here.sheena.text("p1", "by phone"));
    const both = {
      wa_id: here.sheena.from,
      user_id: bsuid(),
      profile: { name: "Sheena", username: "sheena" },
    };
    await say("p2", { from: here.sheena.from, from_user_id: bsuid() }, both);
    await say(
      "p3",
      { from_user_id: bsuid() },
      { user_id: bsuid(), profile: { name: "Sheena", username: "sheena" } },
    );
    const { messages, conversation } = await here.sheena.thread();
    expect(messages.map(({ text }) => text)).toEqual(["by phone", "p2", "p3"]);
    expect(conversation).toMatchObject({
      user_id: here.sheena.from,
      phone: `+${here.sheena.from}`,
      customer_ids: [here.sheena.from, bsuid()],
    });
  });

  test("first by username alone, later with the phone: one conversation, reached by phone from then on", async () => {
    await say("u1", { from_user_id: bsuid() }, { user_id: bsuid(), profile: { username: "sheena" } });
    const alone = await readThread(here.services, bsuid());
    expect(alone?.conversation).toMatchObject({ user_id: bsuid(), phone: null, name: "sheena" });
    await say(
      "u2",
      { from: here.sheena.from, from_user_id: bsuid() },
      { wa_id: here.sheena.from, user_id: bsuid() },
    );
    const { messages, conversation } = await here.sheena.thread();
    expect(messages).toHaveLength(2);
    expect(conversation).toMatchObject({
      user_id: here.sheena.from,
      phone: `+${here.sheena.from}`,
      name: "sheena",
    });
  });

  test("the phone only in the contact beside it", async () => {
    await here.sheena.post(here.sheena.text("c1"));
    const contact = { wa_id: here.sheena.from, profile: { name: "Sheena" } };
    await say("c2", { from_user_id: bsuid() }, contact);
    expect((await here.sheena.thread()).messages).toHaveLength(2);
  });

  test("one contact and messages of two customers: each has their own conversation", async () => {
    const other = new WhatsAppSender(here.services, here.webhooks);
    await here.sheena.post(here.sheena.text("mine"), other.text("theirs"));
    expect((await here.sheena.thread()).messages.map(({ text }) => text)).toEqual(["mine"]);
    expect((await other.thread()).conversation).toMatchObject({ user_id: other.from, name: null });
  });

  test("a contact card that only names its sender beside it", async () => {
    await say("card", { type: "contacts", contacts: [{ phones: [{ phone: "+1" }] }] }, { user_id: bsuid() });
    expect((await readThread(here.services, bsuid()))?.messages).toMatchObject([{ type: "contacts" }]);
  });

  test("a new number leads to the same conversation, which is reached by it", async () => {
    await here.sheena.post(here.sheena.text("n1", "old number"));
    const moved = `${here.sheena.from}99`;
    const system = { body: "changed", type: "user_changed_number", wa_id: moved, user_id: bsuid() };
    const message = {
      from: here.sheena.from,
      id: here.sheena.id("s"),
      timestamp: "1749416390",
      type: "system",
      system,
    };
    await here.webhooks.postWhatsApp(whatsApp({ messages: [message] }));
    await here.webhooks.postWhatsApp(
      whatsApp({ messages: [{ ...here.sheena.text("n3", "new number"), from: moved }] }),
    );
    const { messages, conversation } = await here.sheena.thread();
    expect(messages.map(({ type }) => type)).toEqual(["text", "system", "text"]);
    expect(messages[1]).toMatchObject({ author: { kind: "system" }, text: "changed" });
    expect(conversation).toMatchObject({ user_id: moved, phone: `+${moved}`, name: "Sheena Nelson" });
  });

  test("a newer name counts, an older one doesn't", async () => {
    const named = (id: string, name: string, timestamp: string) =>
      say(id, { from: here.sheena.from, timestamp }, { wa_id: here.sheena.from, profile: { name } });
    await named("a1", "Sheena", "1749416390");
    await named("a2", "S. Nelson", "1749416400");
    await named("a3", "Sheila", "1749416380");
    expect((await here.sheena.thread()).conversation.name).toBe("S. Nelson");
  });

  test("two numbers of ours: two conversations", async () => {
    const both = [
      change({ messages: [here.sheena.text("t1", "to one")] }, "1"),
      change({ messages: [here.sheena.text("t1", "to two")] }, "2"),
    ];
    await here.webhooks.postWhatsApp({
      object: "whatsapp_business_account",
      entry: [{ id: "w", changes: both }],
    });
    const [one, two] = [
      await readThread(here.services, here.sheena.from, "1"),
      await readThread(here.services, here.sheena.from, "2"),
    ];
    expect(one?.messages.map(({ text }) => text)).toEqual(["to one"]);
    expect(two?.messages.map(({ text }) => text)).toEqual(["to two"]);
    expect(one?.conversation.conversation_id).not.toBe(two?.conversation.conversation_id);
  });
});
