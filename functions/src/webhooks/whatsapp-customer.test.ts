import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  change,
  readThread,
  type ServedWebhooks,
  serveWebhooks,
  whatsApp,
} from "../../testing/serve-webhooks.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { WhatsAppSender } from "../../testing/whatsapp-sender.ts";

let services: Services;
let webhooks: ServedWebhooks;
beforeAll(async () => {
  services = await startServices();
  webhooks = await serveWebhooks(services);
});
afterAll(async () => {
  await webhooks.stop();
  await services.stop();
});

let sheena: WhatsAppSender;
beforeEach(() => {
  sheena = new WhatsAppSender(services, webhooks);
});

describe("who the customer is", () => {
  const bsuid = () => `US.1349120865530274${sheena.from}`;
  const say = (id: string, message: object, contact: object) =>
    webhooks.postWhatsApp(
      whatsApp({ contacts: [contact], messages: [{ ...sheena.text(id, id), from: undefined, ...message }] }),
    );

  test("first by phone, later by username with the phone along, then by username alone: one conversation", async () => {
    await sheena.post(sheena.text("p1", "by phone"));
    const both = { wa_id: sheena.from, user_id: bsuid(), profile: { name: "Sheena", username: "sheena" } };
    await say("p2", { from: sheena.from, from_user_id: bsuid() }, both);
    await say(
      "p3",
      { from_user_id: bsuid() },
      { user_id: bsuid(), profile: { name: "Sheena", username: "sheena" } },
    );
    const { messages, conversation } = await sheena.thread();
    expect(messages.map(({ text }) => text)).toEqual(["by phone", "p2", "p3"]);
    expect(conversation).toMatchObject({
      user_id: sheena.from,
      phone: `+${sheena.from}`,
      customer_ids: [sheena.from, bsuid()],
    });
  });

  test("first by username alone, later with the phone: one conversation, reached by phone from then on", async () => {
    await say("u1", { from_user_id: bsuid() }, { user_id: bsuid(), profile: { username: "sheena" } });
    const alone = await readThread(services, bsuid());
    expect(alone?.conversation).toMatchObject({ user_id: bsuid(), phone: null, name: "sheena" });
    await say("u2", { from: sheena.from, from_user_id: bsuid() }, { wa_id: sheena.from, user_id: bsuid() });
    const { messages, conversation } = await sheena.thread();
    expect(messages).toHaveLength(2);
    expect(conversation).toMatchObject({ user_id: sheena.from, phone: `+${sheena.from}`, name: "sheena" });
  });

  test("the phone only in the contact beside it", async () => {
    await sheena.post(sheena.text("c1"));
    const contact = { wa_id: sheena.from, profile: { name: "Sheena" } };
    await say("c2", { from_user_id: bsuid() }, contact);
    expect((await sheena.thread()).messages).toHaveLength(2);
  });

  test("one contact and messages of two customers: each has their own conversation", async () => {
    const other = new WhatsAppSender(services, webhooks);
    await sheena.post(sheena.text("mine"), other.text("theirs"));
    expect((await sheena.thread()).messages.map(({ text }) => text)).toEqual(["mine"]);
    expect((await other.thread()).conversation).toMatchObject({ user_id: other.from, name: null });
  });

  test("a contact card that only names its sender beside it", async () => {
    await say("card", { type: "contacts", contacts: [{ phones: [{ phone: "+1" }] }] }, { user_id: bsuid() });
    expect((await readThread(services, bsuid()))?.messages).toMatchObject([{ type: "contacts" }]);
  });

  test("a new number leads to the same conversation, which is reached by it", async () => {
    await sheena.post(sheena.text("n1", "old number"));
    const moved = `${sheena.from}99`;
    const system = { body: "changed", type: "user_changed_number", wa_id: moved, user_id: bsuid() };
    const message = {
      from: sheena.from,
      id: sheena.id("s"),
      timestamp: "1749416390",
      type: "system",
      system,
    };
    await webhooks.postWhatsApp(whatsApp({ messages: [message] }));
    await webhooks.postWhatsApp(
      whatsApp({ messages: [{ ...sheena.text("n3", "new number"), from: moved }] }),
    );
    const { messages, conversation } = await sheena.thread();
    expect(messages.map(({ type }) => type)).toEqual(["text", "system", "text"]);
    expect(messages[1]).toMatchObject({ author: { kind: "system" }, text: "changed" });
    expect(conversation).toMatchObject({ user_id: moved, phone: `+${moved}`, name: "Sheena Nelson" });
  });

  test("a newer name counts, an older one doesn't", async () => {
    const named = (id: string, name: string, timestamp: string) =>
      say(id, { from: sheena.from, timestamp }, { wa_id: sheena.from, profile: { name } });
    await named("a1", "Sheena", "1749416390");
    await named("a2", "S. Nelson", "1749416400");
    await named("a3", "Sheila", "1749416380");
    expect((await sheena.thread()).conversation.name).toBe("S. Nelson");
  });

  test("two numbers of ours: two conversations", async () => {
    const both = [
      change({ messages: [sheena.text("t1", "to one")] }, "1"),
      change({ messages: [sheena.text("t1", "to two")] }, "2"),
    ];
    await webhooks.postWhatsApp({ object: "whatsapp_business_account", entry: [{ id: "w", changes: both }] });
    const [one, two] = [
      await readThread(services, sheena.from, "1"),
      await readThread(services, sheena.from, "2"),
    ];
    expect(one?.messages.map(({ text }) => text)).toEqual(["to one"]);
    expect(two?.messages.map(({ text }) => text)).toEqual(["to two"]);
    expect(one?.conversation.conversation_id).not.toBe(two?.conversation.conversation_id);
  });
});
