import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Delivery, HOUR, MINUTE } from "../../testing/delivery.ts";
import type { Fate } from "../../testing/fake-graph.ts";
import { receive } from "../../testing/receive.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { beginSend } from "../delivery/begin-send.ts";
import { LeaseHeldError, takeLease } from "../delivery/lease.ts";
import { deliverReply } from "./deliver-reply.ts";

let services: Services;
let delivery: Delivery;
let customers = 0;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  delivery = new Delivery(services, { timeout: 300 });
  await delivery.graph.start();
});
afterEach(() => delivery.graph.kill());

const newConversation = () => receive(services.db, `49178${++customers}`, ["Hello?"]);

/** Stores answers and rings their triggers, doubly and all at once, while the channel does what it does. */
async function sendAll(count: number): Promise<string> {
  const conversation = await newConversation();
  const stored = [];
  for (let n = 0; n < count; n++) {
    stored.push(await delivery.store(conversation, { text: `${conversation} ${n}` }));
    await delivery.store(conversation, { type: "note", text: `${conversation} note` });
  }
  await Promise.all([...stored, ...stored].map((message) => delivery.trigger(message)));
  return conversation;
}

/** All came to an end, none left twice, those that left did so in order, and what failed didn't. */
async function checkEnd(conversation: string): Promise<void> {
  const replies = (await delivery.thread(conversation)).filter(({ type }) => type === "text");
  const left = delivery.graph.texts.filter((text) => text.startsWith(conversation));
  expect(left).toEqual(replies.flatMap(({ text }) => (left.includes(text!) ? [text] : [])));
  for (const { status, text } of replies) {
    expect(["sent", "failed", "unconfirmed"]).toContain(status);
    if (status === "sent") expect(left).toContain(text);
    if (status === "failed") expect(left).not.toContain(text);
  }
}

const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fate>("take") },
  fc.constantFrom<Fate>("take and cut", "cut", "hang", "take and 502"),
  fc.constantFrom(130429, 131056, 131000, 131016, 131026, 131049).map((refuse): Fate => ({ refuse })),
);

test("whatever the channel does: nothing leaves twice, all ends sent, failed or unconfirmed", async () => {
  const scripts = fc.array(fate, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(scripts, async (script) => {
      const list = [...script];
      delivery.graph.fate = () => list.shift() ?? "take";
      const conversation = await sendAll(5);
      await delivery.pass(HOUR);
      await checkEnd(conversation);
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);

test("the channel killed in the middle of sending, and back later", async () => {
  let sends = 0;
  delivery.graph.fate = () => {
    if (++sends === 4) void delivery.graph.kill();
    return "take";
  };
  const conversations = await Promise.all([sendAll(4), sendAll(4), sendAll(4)]);
  await delivery.pass(MINUTE);
  await delivery.graph.start();
  await delivery.pass(HOUR);
  for (const conversation of conversations) await checkEnd(conversation);
});

test("a function that dies while sending: the next one doesn't send it again, but asks", async () => {
  const conversation = await newConversation();
  const message = await delivery.store(conversation);
  const whose = { conversation_id: conversation, channel: "whatsapp", account: "100" };
  const { db, now } = delivery.dependencies;
  const lease = await takeLease(db, whose, now);
  await beginSend(db, lease, message, now());

  await expect(deliverReply(delivery.dependencies, message)).rejects.toThrow(LeaseHeldError);
  await delivery.pass(MINUTE + 1_000);
  await delivery.trigger(message);
  await delivery.pass(MINUTE);
  expect((await delivery.read(message)).status).toBe("unconfirmed");
  expect(delivery.graph.texts).toEqual([]);
  await expect(beginSend(db, lease, message, now())).rejects.toThrow(LeaseHeldError);
});
