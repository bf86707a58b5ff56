import { afterEach, expect, test } from "vitest";
import { samplePhoto, sampleVoice } from "../phone/samples.ts";
import { MAYA, SHOP, startStand, type TestStand } from "../testing/simulator-for-tests.ts";

let stand: TestStand;
afterEach(() => stand.stop());

const hello = { type: "text", text: { body: "Hello" }, biz_opaque_callback_data: "c/m/1" };
const DAY = 24 * 60 * 60_000;

/** The error of the only status that came. */
async function failure() {
  await stand.simulator.idle();
  const [status, more] = stand.statuses();
  expect(more).toBeUndefined();
  expect(status).toMatchObject({ status: "failed", biz_opaque_callback_data: "c/m/1" });
  return status.errors[0];
}

function upload(bytes: Uint8Array<ArrayBuffer>, type: string, name = "file") {
  const body = new FormData();
  body.set("messaging_product", "whatsapp");
  body.set("file", new File([bytes], name, { type }));
  return stand.graph(`/${SHOP}/media`, { method: "POST", body });
}

test("text reaches a customer for 24 hours after they wrote; then only templates do", async () => {
  let now = Date.now();
  stand = await startStand({ strangers: "closed", now: () => now });
  stand.simulator.phone.chat("maya").text("hi");
  now += DAY - 1;
  await stand.send(hello);
  await stand.simulator.idle();
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent", "delivered"]);
  now += 1;
  await stand.send(hello);
  await stand.simulator.idle();
  expect(stand.statuses().at(-1)).toMatchObject({ status: "failed", errors: [{ code: 131047 }] });
  await stand.send({ type: "template", template: { name: "hello_world", language: { code: "en_US" } } });
  await stand.simulator.idle();
  expect(stand.statuses().at(-1)).toMatchObject({ status: "delivered", pricing: { category: "utility" } });
});

test("who has no WhatsApp is undeliverable", async () => {
  stand = await startStand();
  await stand.send({ ...hello, to: "15550142009" });
  expect(await failure()).toMatchObject({ code: 131026, title: "Message undeliverable" });
});

test("a stranger's number is a new phone that only templates reach", async () => {
  stand = await startStand({ strangers: "closed" });
  await stand.send({ ...hello, to: "4367612345678" });
  expect(await failure()).toMatchObject({ code: 131047 });
  await stand.send({
    to: "4367612345678",
    type: "template",
    template: { name: "hello_world", language: { code: "en_US" } },
  });
  const bubble = await stand.simulator.phone.chat("4367612345678").until((it) => it.type === "template");
  expect(bubble.text).toContain("Hello World");
});

test("a user id in `to` is answered with 200 and forgotten; in `recipient` it arrives", async () => {
  stand = await startStand();
  const { user_id } = stand.simulator.phone.customers().find(({ id }) => id === "noor")!;
  const wrong = await stand.send({ ...hello, to: user_id });
  expect(wrong.status).toBe(200);
  const right = await stand.send({ ...hello, to: undefined, recipient: user_id });
  expect(right.body.contacts).toEqual([{ input: user_id, user_id }]);
  await stand.simulator.phone.chat("noor").until((it) => it.text === "Hello");
  await stand.simulator.idle();
  expect(stand.simulator.sends.map((it) => it.outcome)).toEqual(["dropped", "delivered"]);
  expect(stand.statuses()[0]).toMatchObject({ recipient_user_id: user_id });
  expect(stand.statuses()[0]).not.toHaveProperty("recipient_id");
  expect(stand.statuses().map((it) => it.id)).not.toContain(wrong.body.messages[0].id);
});

test("an uploaded photo and a voice message arrive on the phone", async () => {
  stand = await startStand();
  const photo = await upload(Buffer.from(samplePhoto("package").bytes), "image/jpeg", "package.jpg");
  const voice = await upload(Buffer.from(sampleVoice().bytes), "audio/ogg; codecs=opus");
  await stand.send({ type: "image", image: { id: photo.body.id, caption: "Here" } });
  await stand.send({ type: "audio", audio: { id: voice.body.id, voice: true } });
  const maya = stand.simulator.phone.chat("maya");
  expect(await maya.until((it) => it.type === "image")).toMatchObject({
    text: "Here",
    media: { kind: "image" },
  });
  expect(await maya.until((it) => it.type === "audio")).toMatchObject({ media: { voice: true } });
});

test("uploads of other types, too large or empty are refused", async () => {
  stand = await startStand();
  const webm = await upload(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), "audio/webm;codecs=opus");
  expect(webm.status).toBe(400);
  expect(webm.body.error).toMatchObject({
    code: 100,
    message: expect.stringContaining("'audio/webm;codecs=opus'"),
  });
  expect((await upload(Buffer.alloc(5 * 1024 * 1024 + 1), "image/png")).body.error.code).toBe(131053);
  expect((await upload(Buffer.alloc(500 * 1024 + 1), "image/webp")).body.error.code).toBe(131053);
  expect((await upload(Buffer.alloc(0), "image/png")).body.error.code).toBe(131053);
  const noForm = await stand.graph(`/${SHOP}/media`, { method: "POST", body: "{}" });
  expect(noForm.body.error.code).toBe(100);
});

test("a file that isn't what it says fails once it's sent, as does one of another kind", async () => {
  stand = await startStand();
  const disguised = await upload(Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3]), "audio/ogg; codecs=opus");
  expect(disguised.status).toBe(200);
  await stand.send({ ...hello, type: "audio", text: undefined, audio: { id: disguised.body.id } });
  expect(await failure()).toMatchObject({
    code: 131053,
    error_data: { details: expect.stringContaining("video/webm") },
  });
  const photo = await upload(Buffer.from(samplePhoto("package").bytes), "image/jpeg");
  await stand.send({ type: "audio", audio: { id: photo.body.id } });
  await stand.simulator.idle();
  expect(stand.statuses().at(-1)).toMatchObject({ status: "failed", errors: [{ code: 131053 }] });
});

test("a link that can't be fetched fails as well", async () => {
  stand = await startStand();
  const image = { link: `${stand.simulator.url}/no-such-picture.jpg` };
  await stand.send({ ...hello, type: "image", text: undefined, image });
  expect(await failure()).toMatchObject({ code: 131053 });
});

const react = (message_id: string, emoji: string) =>
  stand.send({ type: "reaction", reaction: { message_id, emoji }, biz_opaque_callback_data: "c/m/1" });

test("a reaction shows on the customer's bubble, and goes again; no more is told than that it was sent", async () => {
  stand = await startStand();
  const bubble = stand.simulator.phone.chat("maya").text("Thank you!");
  await react(bubble.id, "🙏");
  await stand.simulator.idle();
  expect(bubble.reactions).toEqual({ business: "🙏" });
  await react(bubble.id, "");
  await stand.simulator.idle();
  expect(bubble.reactions).toEqual({});
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent", "sent"]);
});

test("a reaction to what is too old, deleted, a reaction or nothing is accepted, and then fails", async () => {
  let now = Date.now();
  stand = await startStand({ now: () => now });
  const maya = stand.simulator.phone.chat("maya");
  const old = maya.text("a month ago");
  now += 30 * DAY + 1;
  const deleted = maya.text("oops");
  maya.revoke(deleted.id);
  const sent = await react(maya.text("hi").id, "👍");
  await stand.simulator.idle();
  const noors = stand.simulator.phone.chat("noor").text("to you as well");
  const targets = [old.id, deleted.id, sent.body.messages[0].id, noors.id, "no message"];
  for (const id of targets) {
    expect((await react(id, "👍")).status).toBe(200);
    await stand.simulator.idle();
  }
  const [first, ...others] = stand.statuses();
  expect(first.status).toBe("sent");
  expect(others).toHaveLength(targets.length);
  for (const it of others) expect(it).toMatchObject({ status: "failed", errors: [{ code: 131009 }] });
  expect([old.reactions, deleted.reactions, noors.reactions]).toEqual([{}, {}, {}]);
});

test("one from before this simulator started can be reacted to, though no phone shows it", async () => {
  stand = await startStand();
  stand.simulator.phone.chat("maya").text("hi");
  await react("wamid.HBgNfrombefore", "👍");
  await stand.simulator.idle();
  expect(stand.statuses().map((it) => it.status)).toEqual(["sent"]);
});

test("a tap on a button comes back with its id and its message", async () => {
  stand = await startStand();
  const action = {
    buttons: ["Yes", "No"].map((title) => ({ type: "reply", reply: { id: title.toLowerCase(), title } })),
  };
  await stand.send({
    type: "interactive",
    interactive: { type: "button", body: { text: "Repair it?" }, action },
  });
  const maya = stand.simulator.phone.chat("maya");
  const offer = await maya.until((it) => it.choices.length > 0);
  maya.choose(offer.id, "yes");
  await stand.simulator.idle();
  expect(stand.messages()).toMatchObject([
    {
      from: MAYA,
      context: { id: offer.id },
      interactive: { type: "button_reply", button_reply: { id: "yes", title: "Yes" } },
    },
  ]);
});
