import { firstPage } from "@live-chat/core/list-cache.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  change,
  readEverything,
  readThread,
  type ServedWebhooks,
  serveWebhooks,
  verifyToken,
  whatsApp,
  whatsAppSignature,
} from "../../testing/serve-webhooks.ts";
import { type Services, startServices } from "../../testing/start-services.ts";

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

let counter = 0;
let from: string;
beforeEach(() => {
  from = `1650555${String(++counter).padStart(4, "0")}`;
});

const contacts = () => [{ profile: { name: "Sheena Nelson" }, wa_id: from }];
const textMessage = (id: string, body: string, more: object = {}) => ({
  from,
  id,
  timestamp: "1749416383",
  type: "text",
  text: { body },
  ...more,
});
const post = (...messages: object[]) => webhooks.postWhatsApp(whatsApp({ contacts: contacts(), messages }));
async function thread() {
  const found = await readThread(services, from);
  if (!found) throw new Error(`no conversation with ${from}`);
  return found;
}
/** Posts one message of a type and returns it as stored. */
async function stored(type: string, more: object) {
  const answer = await post({ from, id: `wamid.${from}`, timestamp: "1749416383", type, ...more });
  expect(answer.status).toBe(200);
  return (await thread()).messages[0]!;
}

describe("handshake", () => {
  const path = "/api/webhooks/whatsapp";
  const query = (mode: string, token: string) =>
    `?hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=1158201444`;

  test("whoever knows the verify token gets the bare challenge", async () => {
    const answer = await webhooks.call("GET", path + query("subscribe", verifyToken));
    expect(answer).toMatchObject({ status: 200, body: "1158201444" });
    expect(answer.headers.get("content-type")).toMatch("text/plain");
  });

  test.each([query("subscribe", "wrong"), query("unsubscribe", verifyToken), "", "?hub.mode[]=subscribe"])(
    "%s → 403",
    async (asked) => {
      const answer = await webhooks.call("GET", path + asked);
      expect(answer).toMatchObject({ status: 403, body: { code: "verify_token_wrong" } });
    },
  );
});

test("a hundred messages over twenty conversations, without a gap; the same again changes nothing", async () => {
  const customers = Array.from({ length: 20 }, (_, n) => `4917000000${String(n).padStart(2, "0")}`);
  const message = (n: number) => ({
    ...textMessage(`wamid.bulk${n}`, `number ${n}`),
    from: customers[n % 20],
  });
  const messages = Array.from({ length: 100 }, (_, n) => message(n));
  const entry = [0, 1, 2, 3].map((n) => ({
    id: `waba${n}`,
    changes: [change({ contacts: contacts(), messages: messages.slice(n * 25, n * 25 + 25) })],
  }));
  const body = { object: "whatsapp_business_account", entry };
  expect((await webhooks.postWhatsApp(body)).status).toBe(200);

  for (const [n, customer] of customers.entries()) {
    const found = await readThread(services, customer);
    expect(found?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(found?.messages.map(({ text }) => text)).toEqual(
      [0, 1, 2, 3, 4].map((i) => `number ${i * 20 + n}`),
    );
    expect(found?.conversation).toMatchObject({ last_seq: 5, unread_count: 5, version: 1, status: "open" });
  }
  const before = await readEverything(services);
  expect((await webhooks.postWhatsApp(body)).status).toBe(200);
  expect(await readEverything(services)).toEqual(before);
});

describe("every type", () => {
  const media = { id: "1003383421387256", mime_type: "image/jpeg", sha256: "SfInY0gGKTsJlUWbwxC1k" };

  test("text, with everything that a message has", async () => {
    const message = await stored("text", { text: { body: "Does it come in another color?" } });
    const { conversation } = await thread();
    expect(message).toMatchObject({
      conversation_id: conversation.conversation_id,
      user_id: from,
      seq: 1,
      direction: "inbound",
      author: { kind: "customer", id: from, name: "Sheena Nelson" },
      type: "text",
      text: "Does it come in another color?",
      status: "received",
      attempt: 0,
      provider_timestamp: "2025-06-08T20:59:43.000Z",
      version: 1,
    });
    expect(conversation).toMatchObject({
      user_id: from,
      name: "Sheena Nelson",
      phone: `+${from}`,
      channel: "whatsapp",
      account: "106540352242922",
      waiting_since: message.created_at,
      last_activity_at: message.created_at,
    });
    expect(conversation.last_message?.message_id).toBe(message.message_id);
  });

  test.each(["image", "audio", "video", "document", "sticker"] as const)("%s", async (kind) => {
    const message = await stored(kind, { [kind]: { ...media, caption: "Look", filename: "a.jpg" } });
    expect(message).toMatchObject({ type: kind, text: "Look" });
    const { id, ...file } = media;
    expect(message.attachments).toEqual([{ kind, ...file, name: "a.jpg", size: null, media_id: id }]);
  });

  test("a voice note", async () => {
    const message = await stored("audio", {
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
    expect(await stored("location", { location })).toMatchObject({ type: "location", content: location });
  });

  test("contacts", async () => {
    const shared = [
      { name: { formatted_name: "Barbara Johnson" }, phones: [{ phone: "+16505550101" }], emails: [] },
    ];
    const message = await stored("contacts", { contacts: shared });
    const contact = { name: "Barbara Johnson", phones: ["+16505550101"], emails: [] };
    expect(message).toMatchObject({ type: "contacts", content: { contacts: [contact] } });
  });

  test.each(["button_reply", "list_reply"])("interactive %s, which answers a message", async (type) => {
    await post(textMessage(`wamid.offer.${from}`, "an offer"));
    const reply = { id: "priority", title: "Priority Mail", description: "Next day" };
    const context = { from: "15550783881", id: `wamid.offer.${from}` };
    await post({
      from,
      id: `wamid.i.${from}`,
      timestamp: "1749416384",
      type: "interactive",
      context,
      interactive: { type, [type]: reply },
    });
    const { messages } = await thread();
    expect(messages[1]).toMatchObject({
      type: "interactive",
      text: "Priority Mail",
      content: reply,
      reply_to: messages[0]?.message_id,
    });
  });

  test("a form that was filled in", async () => {
    const nfm_reply = { name: "flow", body: "Sent", response_json: '{"flow_token":"x"}' };
    const message = await stored("interactive", { interactive: { type: "nfm_reply", nfm_reply } });
    expect(message.content).toEqual({ id: "flow", title: "Sent", form: '{"flow_token":"x"}' });
  });

  test("a template's button", async () => {
    const message = await stored("button", { button: { payload: "UNSUB", text: "Unsubscribe" } });
    expect(message).toMatchObject({ type: "button", text: "Unsubscribe", content: { id: "UNSUB" } });
  });

  test("order", async () => {
    const product_items = [
      { product_retailer_id: "di9ozbzfi4", quantity: 2, item_price: 30, currency: "USD" },
    ];
    const message = await stored("order", {
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
    expect(await stored(type, more)).toMatchObject({ type: "unsupported", content: { kind } });
  });
});

describe("what happens to a message", () => {
  const at = (seconds: number) => ({ timestamp: String(1749416383 + seconds) });
  const reaction = (id: string, emoji: string | undefined, seconds: number) => ({
    from,
    id: `wamid.r.${from}.${id}`,
    type: "reaction",
    ...at(seconds),
    reaction: { message_id: `wamid.${from}`, ...(emoji === undefined ? {} : { emoji }) },
  });
  const reactions = async () => (await thread()).messages[0]?.reactions.map(({ emoji }) => emoji);

  test("reactions: twice, late, taken back", async () => {
    await stored("text", { text: { body: "hi" } });
    await post(reaction("1", "👍", 10), reaction("2", "❤️", 20), reaction("1", "👍", 10));
    expect(await reactions()).toEqual(["❤️"]);
    await post(reaction("3", "😂", 15));
    expect(await reactions()).toEqual(["❤️"]);
    await post(reaction("4", undefined, 30));
    expect(await reactions()).toEqual([]);
    await post(reaction("2", "❤️", 20));
    expect(await reactions()).toEqual([]);
  });

  test("reactions within one second: the later one counts, and a repeat of the earlier changes nothing", async () => {
    await stored("text", { text: { body: "hi" } });
    await post(reaction("1", "👍", 10), reaction("2", "", 10));
    await post(reaction("1", "👍", 10));
    expect(await reactions()).toEqual([]);
  });

  test("a reaction, an edit and an answer before their message", async () => {
    const edit = { original_message_id: `wamid.${from}`, message: { type: "text", text: { body: "hello" } } };
    await post({ from, id: "e", type: "edit", ...at(5), edit }, reaction("1", "👍", 1));
    expect(await readThread(services, from)).toBeNull();
    await post(textMessage(`wamid.answer.${from}`, "it says", { context: { id: `wamid.${from}` } }));
    await post(textMessage(`wamid.${from}`, "helo"));
    const { messages, conversation } = await thread();
    expect(messages.map(({ text }) => text)).toEqual(["it says", "hello"]);
    expect(messages[0]?.reply_to).toBe(messages[1]?.message_id);
    expect(messages[1]?.reactions).toMatchObject([{ emoji: "👍", author: { kind: "customer", id: from } }]);
    expect(messages[1]?.edited_at).toBe("2025-06-08T20:59:48.000Z");
    expect(conversation.last_message).toMatchObject({ text: "hello", reactions: [{ emoji: "👍" }] });
  });

  test("an edited caption; an older edit; then it is taken back, and no edit brings it back", async () => {
    const image = { id: "1", mime_type: "image/jpeg" };
    const edit = (caption: string, seconds: number) => ({
      from,
      id: `wamid.e.${from}.${seconds}`,
      type: "edit",
      ...at(seconds),
      edit: {
        original_message_id: `wamid.${from}`,
        message: { type: "image", image: { ...image, caption } },
      },
    });
    await stored("image", { image: { ...image, caption: "one" } });
    await post(edit("three", 30));
    await post(edit("two", 20));
    expect((await thread()).messages[0]?.text).toBe("three");
    await post({
      from,
      id: "rv",
      type: "revoke",
      ...at(40),
      revoke: { original_message_id: `wamid.${from}` },
    });
    await post(edit("four", 50));
    const { messages, conversation } = await thread();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ text: null, content: null, attachments: [] });
    expect(messages[0]?.revoked_at).toBe("2025-06-08T21:00:23.000Z");
    expect(conversation.last_message).toMatchObject({ text: null, attachments: [] });
  });
});

describe("who the customer is", () => {
  const bsuid = () => `US.1349120865530274${from}`;
  const say = (id: string, message: object, contact: object) =>
    webhooks.postWhatsApp(
      whatsApp({ contacts: [contact], messages: [{ ...textMessage(id, id), from: undefined, ...message }] }),
    );

  test("first by phone, later by username with the phone along, then by username alone: one conversation", async () => {
    await post(textMessage("p1", "by phone"));
    const both = { wa_id: from, user_id: bsuid(), profile: { name: "Sheena", username: "sheena" } };
    await say("p2", { from, from_user_id: bsuid() }, both);
    await say(
      "p3",
      { from_user_id: bsuid() },
      { user_id: bsuid(), profile: { name: "Sheena", username: "sheena" } },
    );
    const { messages, conversation } = await thread();
    expect(messages.map(({ text }) => text)).toEqual(["by phone", "p2", "p3"]);
    expect(conversation).toMatchObject({ user_id: from, phone: `+${from}`, customer_ids: [from, bsuid()] });
  });

  test("first by username alone, later with the phone: one conversation, reached by phone from then on", async () => {
    await say("u1", { from_user_id: bsuid() }, { user_id: bsuid(), profile: { username: "sheena" } });
    const alone = await readThread(services, bsuid());
    expect(alone?.conversation).toMatchObject({ user_id: bsuid(), phone: null, name: "sheena" });
    await say("u2", { from, from_user_id: bsuid() }, { wa_id: from, user_id: bsuid() });
    const { messages, conversation } = await thread();
    expect(messages).toHaveLength(2);
    expect(conversation).toMatchObject({ user_id: from, phone: `+${from}`, name: "sheena" });
  });

  test("a contact card that only names its sender beside it", async () => {
    await say("card", { type: "contacts", contacts: [{ phones: [{ phone: "+1" }] }] }, { user_id: bsuid() });
    expect((await readThread(services, bsuid()))?.messages).toMatchObject([{ type: "contacts" }]);
  });

  test("a new number leads to the same conversation, which is reached by it", async () => {
    await post(textMessage("n1", "old number"));
    const moved = `${from}99`;
    const system = { body: "changed", type: "user_changed_number", wa_id: moved, user_id: bsuid() };
    const message = { from, id: `wamid.s.${from}`, timestamp: "1749416390", type: "system", system };
    await webhooks.postWhatsApp(whatsApp({ messages: [message] }));
    await webhooks.postWhatsApp(
      whatsApp({ messages: [{ ...textMessage("n3", "new number"), from: moved }] }),
    );
    const { messages, conversation } = await thread();
    expect(messages.map(({ type }) => type)).toEqual(["text", "system", "text"]);
    expect(messages[1]).toMatchObject({ author: { kind: "system" }, text: "changed" });
    expect(conversation).toMatchObject({ user_id: moved, phone: `+${moved}`, name: "Sheena Nelson" });
  });

  test("a newer name counts, an older one doesn't", async () => {
    const named = (id: string, name: string, timestamp: string) =>
      say(id, { from, timestamp }, { wa_id: from, profile: { name } });
    await named("a1", "Sheena", "1749416390");
    await named("a2", "S. Nelson", "1749416400");
    await named("a3", "Sheila", "1749416380");
    expect((await thread()).conversation.name).toBe("S. Nelson");
  });

  test("two numbers of ours: two conversations", async () => {
    const both = [
      change({ messages: [textMessage("t1", "to one")] }, "1"),
      change({ messages: [textMessage("t1", "to two")] }, "2"),
    ];
    await webhooks.postWhatsApp({ object: "whatsapp_business_account", entry: [{ id: "w", changes: both }] });
    const [one, two] = [await readThread(services, from, "1"), await readThread(services, from, "2")];
    expect(one?.messages.map(({ text }) => text)).toEqual(["to one"]);
    expect(two?.messages.map(({ text }) => text)).toEqual(["to two"]);
    expect(one?.conversation.conversation_id).not.toBe(two?.conversation.conversation_id);
  });
});

describe("what isn't right", () => {
  let before: Record<string, unknown>;
  beforeEach(async () => {
    before = await readEverything(services);
  });
  const unchanged = async () => expect(await readEverything(services)).toEqual(before);
  const path = "/api/webhooks/whatsapp";

  test("no signature, a wrong one, another secret's, an altered body: 401", async () => {
    const raw = JSON.stringify(whatsApp({ contacts: contacts(), messages: [textMessage("x", "x")] }));
    const send = (signature: string | null, body = raw) =>
      webhooks.call("POST", path, {
        raw: body,
        headers: signature ? { "X-Hub-Signature-256": signature } : {},
      });
    expect((await send(null)).body.code).toBe("signature_missing");
    for (const wrong of ["sha256=", "sha256=00", "nonsense", whatsAppSignature(raw, "another-secret")]) {
      expect(await send(wrong)).toMatchObject({ status: 401, body: { code: "signature_invalid" } });
    }
    expect((await send(whatsAppSignature(raw), raw.replace('"x"', '"y"'))).status).toBe(401);
    expect((await send(null, "{")).status).toBe(401);
    await unchanged();
  });

  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["no UTF-8 text", '"\\'],
    [
      "deep arrays",
      `{"object":"whatsapp_business_account","entry":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    ],
    ["deep objects", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`],
    ["a number", "7"],
    ["null", "null"],
    ["an array", "[]"],
    ["another object", '{"object":"page","entry":[]}'],
    ["entry of another type", '{"object":"whatsapp_business_account","entry":{"0":{}}}'],
    ["no entry at all", '{"object":"whatsapp_business_account","entry":[]}'],
    [
      "entries of the wrong type",
      '{"object":"whatsapp_business_account","entry":[1,null,[],{"changes":[4]}]}',
    ],
    ["a prototype", '{"__proto__":{"object":"whatsapp_business_account","entry":[]},"constructor":{}}'],
  ])("%s: 400, properly signed or not", async (_, raw) => {
    const answer = await webhooks.postWhatsApp(raw);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch("application/problem+json");
    await unchanged();
  });

  test("more than 3 MB: 413", async () => {
    const answer = await webhooks.postWhatsApp(
      whatsApp({ messages: [textMessage("big", "x".repeat(5_000_000))] }),
    );
    expect(answer).toMatchObject({ status: 413, body: { code: "too_large" } });
    await unchanged();
  });

  test("other methods and paths", async () => {
    expect((await webhooks.call("PUT", path)).status).toBe(405);
    expect((await webhooks.call("GET", "/api/webhooks/messages/crm")).status).toBe(405);
    expect((await webhooks.call("POST", "/api/webhooks/telegram")).status).toBe(404);
    expect((await webhooks.call("POST", "/api/webhooks/messages/%zz")).status).toBe(400);
  });

  test("bad items are kept apart, and don't cost the good ones", async () => {
    const bad = [
      { id: 5 },
      null,
      "text",
      { ...textMessage("no-time", "x"), timestamp: "soon" },
      { ...textMessage("nobody", "x"), from: "" },
    ];
    const huge = textMessage("huge", "x".repeat(300_000));
    const statuses = [{ id: "s", status: "pondered", timestamp: "1749416383" }, { status: "read" }];
    const messages = [...bad, huge, textMessage(`wamid.good.${from}`, "good")];
    const body = whatsApp({ contacts: [7, ...contacts()], messages, statuses });
    expect((await webhooks.postWhatsApp(body)).status).toBe(200);
    expect((await thread()).messages.map(({ text }) => text)).toEqual(["good"]);
    const rejected = (await services.db.collection("rejected_items").get()).docs.map((it) => it.data());
    expect(rejected).toHaveLength(bad.length + statuses.length + 1);
    expect(rejected.find(({ raw }) => raw.includes("soon"))?.errors).toEqual([
      { pointer: "/timestamp", detail: "should be seconds since 1970" },
    ]);
  });

  test("bad items without end: 413", async () => {
    const raw = `{"object":"whatsapp_business_account","entry":[${"0,".repeat(1_000_000)}0]}`;
    expect(await webhooks.postWhatsApp(raw)).toMatchObject({ status: 413 });
    const messages = Array.from({ length: 20_000 }, () => 0);
    expect(await webhooks.postWhatsApp(whatsApp({ messages }))).toMatchObject({ status: 413 });
    await unchanged();
  });

  test("news that isn't about conversations is fine", async () => {
    const changes = [{ field: "message_template_status_update", value: { event: "APPROVED" } }];
    const body = { object: "whatsapp_business_account", entry: [{ id: "w", changes }] };
    expect((await webhooks.postWhatsApp(body)).status).toBe(200);
    await unchanged();
  });

  test("half characters and odd names are stored as text", async () => {
    const raw = JSON.stringify(whatsApp({ messages: [textMessage("odd", "HALF <script>__proto__")] }));
    expect((await webhooks.postWhatsApp(raw.replace("HALF", "\\ud83d"))).status).toBe(200);
    expect((await thread()).messages[0]?.text).toBe("\ufffd <script>__proto__");
  });
});

test("when one conversation can't be stored just now: the others are, then 503; the repeat stores it", async () => {
  const messages = [textMessage("one", "one"), { ...textMessage("two", "two"), from: `${from}0` }];
  const away = Object.assign(new Error("14 UNAVAILABLE"), { code: 14 });
  vi.spyOn(services.db, "runTransaction").mockRejectedValueOnce(away);
  const answer = await webhooks.postWhatsApp(whatsApp({ messages }));
  expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
  const count = async () => {
    const threads = [await readThread(services, from), await readThread(services, `${from}0`)];
    return threads.flatMap((it) => it?.messages ?? []).length;
  };
  expect(await count()).toBe(1);
  expect((await webhooks.postWhatsApp(whatsApp({ messages }))).status).toBe(200);
  expect(await count()).toBe(2);
});

test("a stored message drops the cached first page of the list", async () => {
  const page = (total: number) => async () => ({ conversations: [], total, next_cursor: null });
  await firstPage(services.redis, page(1));
  await vi.waitFor(async () => expect(await firstPage(services.redis, page(2))).toMatchObject({ total: 1 }));
  await post(textMessage(`wamid.${from}`, "hi"));
  expect(await firstPage(services.redis, page(3))).toMatchObject({ total: 3 });
});

test("the function's own address works as well", async () => {
  const body = whatsApp({ contacts: contacts(), messages: [textMessage("own", "hi")] });
  expect((await webhooks.postWhatsApp(body, "/whatsapp")).status).toBe(200);
  expect((await thread()).messages).toHaveLength(1);
});
