import { describe, expect, test } from "vitest";
import { readThread } from "../../testing/serve-webhooks.ts";
import { useWebhooks } from "../../testing/webhooks-for-tests.ts";

const here = useWebhooks();

describe("every type", () => {
  const media = { id: "1003383421387256", mime_type: "image/jpeg", sha256: "SfInY0gGKTsJlUWbwxC1k" };

  test("text, with everything that a message has", async () => {
    const message = await here.sheena.stored("text", { text: { body: "Does it come in another color?" } });
    const { conversation } = await here.sheena.thread();
    expect(message).toMatchObject({
      conversation_id: conversation.conversation_id,
      user_id: here.sheena.from,
      seq: 1,
      direction: "inbound",
      author: { kind: "customer", id: here.sheena.from, name: "Sheena Nelson" },
      type: "text",
      text: "Does it come in another color?",
      status: "received",
      attempt: 0,
      provider_timestamp: "2025-06-08T20:59:43.000Z",
      version: 1,
    });
    expect(conversation).toMatchObject({
      user_id: here.sheena.from,
      name: "Sheena Nelson",
      phone: `+${here.sheena.from}`,
      channel: "whatsapp",
      account: "106540352242922",
      waiting_since: message.created_at,
      last_activity_at: message.created_at,
    });
    expect(conversation.last_message?.message_id).toBe(message.message_id);
  });

  test.each(["image", "audio", "video", "document", "sticker"] as const)("%s", async (kind) => {
    const message = await here.sheena.stored(kind, {
      [kind]: { ...media, caption: "Look", filename: "a.jpg" },
    });
    expect(message).toMatchObject({ type: kind, text: "Look" });
    const { id, ...file } = media;
    expect(message.attachments).toEqual([{ kind, ...file, name: "a.jpg", size: null, media_id: id }]);
  });

  test("a voice note", async () => {
    const message = await here.sheena.stored("audio", {
      audio: { ...media, mime_type: "audio/ogg; codecs=opus", voice: true },
    });
    expect(message.attachments).toMatchObject([
      { kind: "audio", mime_type: "audio/ogg; codecs=opus", voice: true },
    ]);
  });

  test("location", async () => {
    const location = {
      latitude: 37.483253,
      longitude: -122.149963,
      name: "Mill Park",
      address: "1 Hacker Way",
    };
    expect(await here.sheena.stored("location", { location })).toMatchObject({
      type: "location",
      content: location,
    });
  });

  test("contacts", async () => {
    const shared = [
      { name: { formatted_name: "Barbara Johnson" }, phones: [{ phone: "+16505550101" }], emails: [] },
    ];
    const message = await here.sheena.stored("contacts", { contacts: shared });
    const contact = { name: "Barbara Johnson", phones: ["+16505550101"], emails: [] };
    expect(message).toMatchObject({ type: "contacts", content: { contacts: [contact] } });
  });

  test.each(["button_reply", "list_reply"])("interactive %s, which answers a message", async (type) => {
    await here.sheena.post(here.sheena.text("offer", "an offer"));
    const reply = { id: "priority", title: "Priority Mail", description: "Next day" };
    const context = { from: "15550783881", id: here.sheena.id("offer") };
    await here.sheena.post({
      from: here.sheena.from,
      id: here.sheena.id("i"),
      timestamp: "1749416384",
      type: "interactive",
      context,
      interactive: { type, [type]: reply },
    });
    const { messages } = await here.sheena.thread();
    expect(messages[1]).toMatchObject({
      type: "interactive",
      text: "Priority Mail",
      content: reply,
      reply_to: messages[0]?.message_id,
    });
  });

  test("a form that was filled in", async () => {
    const nfm_reply = { name: "flow", body: "Sent", response_json: '{"flow_token":"x"}' };
    const message = await here.sheena.stored("interactive", {
      interactive: { type: "nfm_reply", nfm_reply },
    });
    expect(message.content).toEqual({ id: "flow", title: "Sent", form: '{"flow_token":"x"}' });
  });

  test("a template's button", async () => {
    const message = await here.sheena.stored("button", { button: { payload: "UNSUB", text: "Unsubscribe" } });
    expect(message).toMatchObject({ type: "button", text: "Unsubscribe", content: { id: "UNSUB" } });
  });

  test("order", async () => {
    const product_items = [
      { product_retailer_id: "di9ozbzfi4", quantity: 2, item_price: 30, currency: "USD" },
    ];
    const message = await here.sheena.stored("order", {
      order: { catalog_id: "194836987003835", text: "Love these!", product_items },
    });
    expect(message).toMatchObject({
      type: "order",
      text: "Love these!",
      content: {
        catalog_id: "194836987003835",
        items: [{ product_id: "di9ozbzfi4", quantity: 2, price: 30, currency: "USD" }],
      },
    });
  });

  test.each([
    [
      "unsupported",
      { unsupported: { type: "edit" }, errors: [{ code: 131051, title: "Message type unknown" }] },
      "edit",
    ],
    ["hologram", { hologram: { beams: [1, 2] } }, "hologram"],
    ["image", { image: { caption: "without an id" } }, "image"],
    ["interactive", { interactive: { type: "call_permission_reply" } }, "call_permission_reply"],
    ["constructor", {}, "constructor"],
  ])("%s, which we can't read, is visible", async (type, more, kind) => {
    expect(await here.sheena.stored(type, more)).toMatchObject({ type: "unsupported", content: { kind } });
  });
});

describe("what happens to a message", () => {
  const at = (seconds: number) => ({ timestamp: String(1749416383 + seconds) });
  const reaction = (id: string, emoji: string | undefined, seconds: number) => ({
    from: here.sheena.from,
    id: `wamid.r.${here.sheena.from}.${id}`,
    type: "reaction",
    ...at(seconds),
    reaction: { message_id: here.sheena.id("first"), ...(emoji === undefined ? {} : { emoji }) },
  });
  const reactions = async () => (await here.sheena.thread()).messages[0]?.reactions.map(({ emoji }) => emoji);

  test("reactions: twice, late, taken back", async () => {
    await here.sheena.stored("text", { text: { body: "hi" } });
    await here.sheena.post(reaction("1", "👍", 10), reaction("2", "❤️", 20), reaction("1", "👍", 10));
    expect(await reactions()).toEqual(["❤️"]);
    await here.sheena.post(reaction("3", "😂", 15));
    expect(await reactions()).toEqual(["❤️"]);
    await here.sheena.post(reaction("4", undefined, 30));
    expect(await reactions()).toEqual([]);
    await here.sheena.post(reaction("2", "❤️", 20));
    expect(await reactions()).toEqual([]);
  });

  test("reactions within one second: the later one counts, and a repeat of the earlier changes nothing", async () => {
    await here.sheena.stored("text", { text: { body: "hi" } });
    await here.sheena.post(reaction("1", "👍", 10), reaction("2", "", 10));
    await here.sheena.post(reaction("1", "👍", 10));
    expect(await reactions()).toEqual([]);
  });

  test("a reaction, an edit and an answer before their message", async () => {
    const edit = {
      original_message_id: here.sheena.id("first"),
      message: { type: "text", text: { body: "hello" } },
    };
    await here.sheena.post(
      { from: here.sheena.from, id: "e", type: "edit", ...at(5), edit },
      reaction("1", "👍", 1),
    );
    expect(await readThread(here.services, here.sheena.from)).toBeNull();
    await here.sheena.post(
      here.sheena.text("answer", "it says", { context: { id: here.sheena.id("first") } }),
    );
    await here.sheena.post(here.sheena.text("first", "helo"));
    const { messages, conversation } = await here.sheena.thread();
    expect(messages.map(({ text }) => text)).toEqual(["it says", "hello"]);
    expect(messages[0]?.reply_to).toBe(messages[1]?.message_id);
    expect(messages[1]?.reactions).toMatchObject([
      { emoji: "👍", author: { kind: "customer", id: here.sheena.from } },
    ]);
    expect(messages[1]?.edited_at).toBe("2025-06-08T20:59:48.000Z");
    expect(conversation.last_message).toMatchObject({ text: "hello", reactions: [{ emoji: "👍" }] });
  });

  test("an edited caption; an older edit; then it is taken back, and no edit brings it back", async () => {
    const image = { id: "1", mime_type: "image/jpeg" };
    const edit = (caption: string, seconds: number) => ({
      from: here.sheena.from,
      id: `wamid.e.${here.sheena.from}.${seconds}`,
      type: "edit",
      ...at(seconds),
      edit: {
        original_message_id: here.sheena.id("first"),
        message: { type: "image", image: { ...image, caption } },
      },
    });
    await here.sheena.stored("image", { image: { ...image, caption: "one" } });
    await here.sheena.post(edit("three", 30));
    await here.sheena.post(edit("two", 20));
    expect((await here.sheena.thread()).messages[0]?.text).toBe("three");
    await here.sheena.post({
      from: here.sheena.from,
      id: "rv",
      type: "revoke",
      ...at(40),
      revoke: { original_message_id: here.sheena.id("first") },
    });
    await here.sheena.post(edit("four", 50));
    const { messages, conversation } = await here.sheena.thread();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ text: null, content: null, attachments: [] });
    expect(messages[0]?.revoked_at).toBe("2025-06-08T21:00:23.000Z");
    expect(conversation.last_message).toMatchObject({ text: null, attachments: [] });
  });
});
