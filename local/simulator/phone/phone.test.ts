import { afterEach, expect, test } from "vitest";
import { parseWhatsAppWebhook } from "../../../functions/src/webhooks/parse-whatsapp-webhook.ts";
import { type Json, MAYA, SHOP, startStand, type TestStand } from "../testing/simulator-for-tests.ts";

let stand: TestStand;
afterEach(() => stand.stop());

const hello = { type: "text", text: { body: "Hello Maya" } };

test("a conversation goes both ways, and both sides see its ticks", async () => {
  stand = await startStand({ strangers: "closed" });
  const maya = stand.simulator.phone.chat("maya");
  const question = maya.text("Is my lamp ready? 💡");
  expect(question.status).toBe("sent");
  await stand.simulator.idle();
  expect(question.status).toBe("delivered");
  expect(stand.messages()).toMatchObject([
    { from: MAYA, id: question.id, type: "text", text: { body: "Is my lamp ready? 💡" } },
  ]);

  const seen = { status: "read", message_id: question.id, typing_indicator: { type: "text" }, to: undefined };
  expect((await stand.send(seen)).body).toEqual({ success: true });
  expect(question.status).toBe("read");
  expect(maya.typing).toBe(true);

  const answer = await stand.send({
    ...hello,
    context: { message_id: question.id },
    biz_opaque_callback_data: "m1",
  });
  const [{ id }] = answer.body.messages;
  expect(await maya.until((it) => it.id === id)).toMatchObject({
    from: "business",
    text: "Hello Maya",
    reply_to: question.id,
    status: "delivered",
  });
  expect(maya.typing).toBe(false);
  maya.read();
  maya.react(id, "❤️");
  await stand.simulator.idle();
  const told = stand.statuses().filter((it) => it.id === id);
  expect(told.map((it) => it.status)).toEqual(["sent", "delivered", "read"]);
  for (const status of told) {
    expect(status).toMatchObject({ recipient_id: MAYA, biz_opaque_callback_data: "m1" });
  }
  expect(told[0]).toMatchObject({
    conversation: { origin: { type: "service" }, expiration_timestamp: expect.stringMatching(/^\d{10}$/) },
    pricing: { pricing_model: "PMP", billable: false, category: "service", type: "free_customer_service" },
  });
  expect(told[2].pricing).toBeUndefined();
  expect(stand.messages().at(-1)).toMatchObject({
    type: "reaction",
    reaction: { message_id: id, emoji: "❤️" },
  });
  expect(stand.receiver.forged).toBe(0);
});

test("all that a phone can send is understood by our own webhook code", async () => {
  stand = await startStand();
  const { phone } = stand.simulator;
  const maya = phone.chat("maya");
  const first = maya.text("one");
  maya.text("two", { replyTo: first.id });
  maya.photo("package", { caption: "like this" });
  maya.voice();
  maya.location({ latitude: 48.2, longitude: 16.4, name: "Shop" });
  maya.contact("Bo Berg", "+46 70 1234567");
  maya.edit(first.id, "one!");
  maya.react(first.id, "👍");
  maya.react(first.id, null);
  maya.revoke(first.id);
  phone.chat("noor").text("I have no number");
  await stand.simulator.idle();

  const parsed = stand.webhooks.map((body) => parseWhatsAppWebhook(body));
  expect(parsed.flatMap((it) => it.rejected)).toEqual([]);
  const items = parsed.flatMap((it) => [...it.items]);
  const changes = items.map((it) => it.change);
  expect(changes.map((it) => (it.kind === "message" ? it.type : it.kind)).sort()).toEqual(
    [
      "audio",
      "contacts",
      "edit",
      "image",
      "location",
      "reaction",
      "reaction",
      "revoke",
      "text",
      "text",
      "text",
    ].sort(),
  );
  expect(changes).toContainEqual(expect.objectContaining({ kind: "edit", target: first.id, text: "one!" }));
  const noor = stand.messages().find((it) => it.text?.body === "I have no number");
  expect(noor).not.toHaveProperty("from");
  expect(noor.from_user_id).toBe("US.13491208655302741918");
});

test("a photo from a phone can be fetched for five minutes, with the token only", async () => {
  let now = Date.now();
  stand = await startStand({ now: () => now });
  stand.simulator.phone.chat("maya").photo("package");
  await stand.simulator.idle();
  const [{ image }] = stand.messages();
  const { body } = await stand.graph(`/${image.id}`);
  expect(body).toMatchObject({ mime_type: "image/jpeg", id: image.id });
  expect(Buffer.from(body.sha256, "hex").toString("base64")).toBe(image.sha256);

  expect((await fetch(body.url)).status).toBe(401);
  const headers = { authorization: "Bearer a-token-of-the-tests" };
  const file = await (await fetch(body.url, { headers })).bytes();
  expect(file.length).toBe(body.file_size);
  now += 5 * 60_000;
  expect((await fetch(body.url, { headers })).status).toBe(400);
});

test("a phone that is off gets its messages when it comes back, and a blocked business nothing", async () => {
  stand = await startStand();
  const { phone } = stand.simulator;
  const maya = phone.chat("maya");
  phone.set("maya", { online: false });
  await stand.send(hello);
  await stand.simulator.idle();
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent"]);
  expect(maya.messages).toHaveLength(0);
  phone.set("maya", { online: true });
  await maya.until((it) => it.text === "Hello Maya");
  await stand.simulator.idle();
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent", "delivered"]);

  maya.block();
  await stand.send(hello);
  await stand.simulator.idle();
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent", "delivered", "sent"]);
  expect(maya.messages).toHaveLength(1);
  expect(() => maya.text("hi")).toThrow("blocked");
});

test("a chat that is looked at is read at once, without a `delivered`; without receipts nobody is told", async () => {
  stand = await startStand();
  const { phone } = stand.simulator;
  const look = phone.chat("maya").open();
  await stand.send(hello);
  await stand.simulator.idle();
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent", "read"]);
  look();
  phone.set("maya", { read_receipts: false });
  await stand.send(hello);
  await stand.simulator.idle();
  phone.chat("maya").read();
  await stand.simulator.idle();
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent", "read", "sent", "delivered"]);
  expect(phone.chat("maya").messages.map((it) => it.status)).toEqual(["read", "read"]);
});

test("what a phone refuses changes nothing and sends nothing", async () => {
  let now = Date.now();
  stand = await startStand({ now: () => now });
  const maya = stand.simulator.phone.chat("maya");
  const own = maya.text("hello");
  await stand.simulator.idle();
  const before = structuredClone(maya.messages);
  now += 15 * 60_000 + 1;
  expect(() => maya.edit(own.id, "late")).toThrow("15 minutes");
  expect(() => maya.text("  ")).toThrow("nothing to send");
  expect(() => maya.react("wamid.unknown", "👍")).toThrow("isn't in this chat");
  const webm = { bytes: new Uint8Array([0x1a, 0x45, 0xdf, 0xa3]), mimeType: "audio/webm" };
  expect(() => maya.voice(webm)).toThrow("Unsupported audio");
  expect(() => stand.simulator.phone.chat("nobody")).toThrow("no customer");
  await stand.simulator.idle();
  expect(maya.messages).toEqual(before);
  expect(stand.webhooks).toHaveLength(1);
});

test("the same works over HTTP, for the page and other processes, but not for other pages", async () => {
  stand = await startStand();
  const chat = `${stand.simulator.url}/phone/chats/${SHOP}/maya`;
  const post = (action: string, body: unknown, headers = {}) =>
    fetch(`${chat}/${action}`, { method: "POST", headers, body: JSON.stringify(body) });
  const sent = await post("text", { text: "over HTTP" });
  expect(await sent.json()).toMatchObject({ from: "customer", text: "over HTTP" });
  expect((await post("photo", { photo: "package" })).status).toBe(200);
  expect((await post("text", { text: 5 })).status).toBe(400);
  expect((await post("fly", {})).status).toBe(404);
  expect((await post("text", { text: "x" }, { origin: "https://elsewhere.example" })).status).toBe(403);
  await stand.simulator.idle();
  const shown: Json = await (await fetch(chat)).json();
  expect(shown).toMatchObject([{ text: "over HTTP", status: "delivered" }, { type: "image" }]);
  expect(
    (await fetch(`${stand.simulator.url}/phone/media/${shown[1].media.id}`)).headers.get("content-type"),
  ).toBe("image/jpeg");
});
