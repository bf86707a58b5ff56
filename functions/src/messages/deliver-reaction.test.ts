import type { Author } from "@live-chat/contract/message.ts";
import { conversationRef, deliveryRef, type MessageDocument, messages } from "@live-chat/core/documents.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Delivery, HOUR, MINUTE, SECOND } from "../../testing/delivery.ts";
import type { Fate } from "../../testing/fake-graph.ts";
import { receive } from "../../testing/receive.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { giveUpReply } from "../delivery/give-up-reply.ts";
import { parseWhatsAppStatus } from "../webhooks/parse-whatsapp-message.ts";
import { changeMessage } from "./change-message.ts";
import { becameQueued } from "./deliver-reply.ts";
import { withOwnReaction } from "./react.ts";
import { storeInbound } from "./store-message.ts";

const ana: Author = { kind: "agent", id: "ana", name: "Ana" };
let services: Services;
let delivery: Delivery;
let conversation: string;
let customer: string;
let theirs: MessageDocument;
let customers = 0;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  delivery = new Delivery(services);
  await delivery.graph.start();
  customer = `49174${++customers}`;
  conversation = await receive(services.db, customer, ["Thank you!"]);
  theirs = (await messages(services.db, conversation).get()).docs[0]!.data();
});
afterEach(() => delivery.graph.kill());

function fates(...list: Fate[]): void {
  delivery.graph.fate = () => list.shift() ?? "take";
}

/** What the route does; the trigger is up to the test. */
function store(emoji: string, message = theirs): Promise<MessageDocument> {
  const at = new Date().toISOString();
  return changeMessage(services.db, message, (before, { last_seq }) =>
    withOwnReaction(before, { author: ana, emoji, at, seq: last_seq }),
  );
}
async function react(emoji: string): Promise<MessageDocument> {
  await delivery.trigger(await store(emoji));
  return delivery.read(theirs);
}
/** What left, in order: texts, and reactions as `+emoji`. */
const left = () =>
  delivery.graph.taken.map(({ body }) =>
    body.type === "reaction" ? `+${body.reaction.emoji}` : body.text.body,
  );
const status = (message: MessageDocument) => message.reactions.map((it) => [it.emoji, it.status]);

async function tell(said: { id: string; status: string; code?: number; callback?: string }): Promise<void> {
  const change = parseWhatsAppStatus({
    ...{ id: said.id, status: said.status, timestamp: 1, biz_opaque_callback_data: said.callback },
    ...(said.code && { errors: [{ code: said.code, title: "Meta's words" }] }),
  });
  await storeInbound(services.db, { channel: "whatsapp", account: "100", ids: [] }, [change!]);
}

test("a reaction is sent as the Cloud API wants it; taken back, with an empty emoji", async () => {
  const message = await react("👍");
  expect(status(message)).toEqual([["👍", "sent"]]);
  const [sent] = delivery.graph.taken;
  expect(sent?.path).toBe("/100/messages");
  expect(sent?.body).toEqual({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: customer,
    type: "reaction",
    reaction: { message_id: theirs.provider_id, emoji: "👍" },
    biz_opaque_callback_data: `${conversation}/${theirs.message_id}/r1`,
  });
  expect((await react("")).reactions).toEqual([]);
  expect(delivery.graph.taken[1]?.body.reaction).toEqual({ message_id: theirs.provider_id, emoji: "" });
  expect(left()).toEqual(["+👍", "+"]);
});

test("to a customer known by username only goes to `recipient`", async () => {
  conversation = await receive(services.db, `US.user${customer}`, ["Hi"]);
  theirs = (await messages(services.db, conversation).get()).docs[0]!.data();
  await react("👍");
  const { to, recipient } = delivery.graph.taken[0]!.body;
  expect([to, recipient]).toEqual([undefined, `US.user${customer}`]);
});

test("leaves in the conversation's order, once, however often it is triggered", async () => {
  const before = await delivery.store(conversation, { text: "before" });
  const reacted = await store("👍");
  const after = await delivery.store(conversation, { text: "after" });
  const all = [after, reacted, before, reacted, after];
  await Promise.all(all.map((message) => delivery.trigger(message)));
  expect(left()).toEqual(["before", "+👍", "after"]);
});

test("among more answers than are read at once it keeps its place", async () => {
  for (let n = 1; n <= 23; n++) await delivery.store(conversation, { text: `${n}` });
  const reacted = await store("👍");
  for (let n = 24; n <= 45; n++) await delivery.store(conversation, { text: `${n}` });
  await delivery.trigger(reacted);
  const numbers = Array.from({ length: 45 }, (_, index) => `${index + 1}`);
  expect(left()).toEqual(numbers.toSpliced(23, 0, "+👍"));
});

test("each change rings the trigger, its settling doesn't", async () => {
  const first = await store("👍");
  expect(becameQueued(theirs, first)).toBe(true);
  const second = await store("❤️");
  expect(becameQueued(first, second)).toBe(true);
  await delivery.trigger(second);
  const sent = await delivery.read(theirs);
  expect([becameQueued(second, sent), becameQueued(second, second)]).toEqual([false, false]);
  expect(left()).toEqual(["+❤️"]);
});

test.each([130429, 131000])(
  "what surely was not taken (%i) waits, and leaves later in order",
  async (code) => {
    fates({ refuse: code });
    expect(status(await react("👍"))).toEqual([["👍", "queued"]]);
    await delivery.send(conversation, { text: "next" });
    expect(left()).toEqual([]);
    await delivery.pass(MINUTE);
    expect(left()).toEqual(["+👍", "next"]);
    expect(status(await delivery.read(theirs))).toEqual([["👍", "sent"]]);
  },
);

test("a day of nothing but refusals: it fails, with the reason", async () => {
  delivery.graph.fate = () => ({ refuse: 131016 });
  await react("👍");
  await deliveryRef(services.db, conversation).update({ failing_since: Date.now() - 25 * HOUR });
  await delivery.pass(MINUTE);
  const [failed] = (await delivery.read(theirs)).reactions;
  expect(failed).toMatchObject({ status: "failed", error: { code: "131016" } });
});

test("since its trigger failed for a day it ends as well, unless it began to leave meanwhile", async () => {
  await giveUpReply(delivery.dependencies, await store("👍"));
  expect((await delivery.read(theirs)).reactions).toMatchObject([
    { status: "failed", error: { code: "never_left" } },
  ]);
  fates("hang");
  const begun = await react("❤️");
  await giveUpReply(delivery.dependencies, begun);
  expect(status(await delivery.read(theirs))).toEqual([["❤️", "queued"]]);
});

test("what is refused fails with words for agents, and holds nothing up", async () => {
  fates({ refuse: 131009 });
  const [failed] = (await react("👍")).reactions;
  expect(failed).toMatchObject({
    status: "failed",
    error: { code: "131009", title: "WhatsApp doesn’t take this reaction" },
  });
  expect((await delivery.send(conversation)).status).toBe("sent");
});

test("accepted, then failed by a status: it is shown as failed, and what was there before is remembered", async () => {
  await react("👍");
  await react("❤️");
  await tell({ id: delivery.graph.taken[1]!.wamid, status: "failed", code: 131009 });
  const failed = await delivery.read(theirs);
  expect(failed.reactions).toMatchObject([{ emoji: "❤️", status: "failed", error: { code: "131009" } }]);
  expect(failed.reaction_send?.before).toMatchObject({ emoji: "👍" });
  // The customer's own message has no tick of ours.
  expect(failed.status).toBe("received");
});

test("what is said of an earlier reaction changes nothing", async () => {
  await react("👍");
  await react("❤️");
  const before = await delivery.read(theirs);
  await tell({ id: delivery.graph.taken[0]!.wamid, status: "failed", code: 131026 });
  expect(await delivery.read(theirs)).toEqual(before);
});

describe("what may have left", () => {
  test.each<Fate>(["take and cut", "cut", "hang", "take and 502"])(
    "(%s) is never repeated by itself: after a minute it is unconfirmed",
    async (fate) => {
      fates(fate);
      expect(status(await react("👍"))).toEqual([["👍", "queued"]]);
      await delivery.pass(40 * SECOND);
      expect(status(await delivery.read(theirs))).toEqual([["👍", "queued"]]);
      await delivery.pass(22 * SECOND);
      expect((await delivery.read(theirs)).reactions).toMatchObject([
        { emoji: "👍", status: "unconfirmed", error: { code: "unconfirmed" } },
      ]);
      await delivery.pass(HOUR);
      expect(left().length).toBeLessThanOrEqual(1);
    },
  );

  test("is settled by a status that names it, also one that comes before the minute is over", async () => {
    fates("take and cut");
    await react("👍");
    const { biz_opaque_callback_data: callback } = delivery.graph.taken[0]!.body;
    await tell({ id: "wamid.lost", status: "sent", callback });
    expect(status(await delivery.read(theirs))).toEqual([["👍", "sent"]]);
    await delivery.pass(HOUR);
    expect(status(await delivery.read(theirs))).toEqual([["👍", "sent"]]);
  });

  test("and another one then is sent, after which only that one counts", async () => {
    fates("take and cut");
    await react("👍");
    await store("❤️");
    await delivery.pass(MINUTE);
    expect(left()).toEqual(["+👍", "+❤️"]);
    expect(status(await delivery.read(theirs))).toEqual([["❤️", "sent"]]);
    await delivery.pass(HOUR);
    expect(status(await delivery.read(theirs))).toEqual([["❤️", "sent"]]);
  });
});

test("after the window closed nothing leaves: it fails", async () => {
  const reacted = await store("👍");
  const window_expires_at = new Date(Date.now() - 1).toISOString();
  await conversationRef(services.db, conversation).update({ window_expires_at });
  await delivery.trigger(reacted);
  expect((await delivery.read(theirs)).reactions).toMatchObject([
    { status: "failed", error: { code: "131047" } },
  ]);
  expect(left()).toEqual([]);
});

test("to a message that was taken back meanwhile it fails, too", async () => {
  const reacted = await store("👍");
  await changeMessage(services.db, theirs, (it) => ({ ...it, revoked_at: it.created_at }));
  await delivery.trigger(reacted);
  expect((await delivery.read(theirs)).reactions).toMatchObject([{ status: "failed" }]);
  expect(left()).toEqual([]);
});

test("a note's never leave, whatever rings", async () => {
  const note = await store("👍", await delivery.store(conversation, { type: "note", text: "Between us" }));
  await delivery.trigger(note);
  const forged = { ...theirs.reaction_send!, number: 1, status: "queued" as const, reaction: null };
  await delivery.trigger({ ...note, reaction_send: forged });
  await delivery.send(conversation, { text: "to the customer" });
  await delivery.pass(26 * HOUR);
  expect(left()).toEqual(["to the customer"]);
});
