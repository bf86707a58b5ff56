import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Delivery, HOUR, MINUTE } from "../../testing/delivery.ts";
import type { Fate } from "../../testing/fake-graph.ts";
import { receive } from "../../testing/receive.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { beginSend } from "../delivery/begin-send.ts";
import { LeaseHeldError, takeLease } from "../delivery/lease.ts";
import { parseCallback, toCallback } from "./attempt.ts";
import { deliverReply } from "./deliver-reply.ts";
import { storeInbound } from "./store-message.ts";

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
    expect(["sent", "delivered", "failed", "unconfirmed"]).toContain(status);
    if (status === "sent" || status === "delivered") expect(left).toContain(text);
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

type Death = { when: "before it accepts" | "before it answers" | "while it tells"; nth: number };
const death = fc.record<Death>({
  when: fc.constantFrom("before it accepts", "before it answers", "while it tells"),
  nth: fc.integer({ min: 1, max: 6 }),
});

/** Has the channel die at its nth send or status, each time after it came back. */
function dieBy(deaths: Death[]): { tell(): Promise<void>; stayFromNowOn(): void } {
  const { graph } = delivery;
  const left = [...deaths];
  let done = 0;
  const diesNow = (...whens: Death["when"][]) => {
    if (!left[0] || !whens.includes(left[0].when) || ++done < left[0].nth) return false;
    done = 0;
    void graph.kill();
    return true;
  };
  graph.fate = () => {
    const when = left[0]?.when;
    if (!diesNow("before it accepts", "before it answers")) return "take";
    left.shift();
    return when === "before it accepts" ? "cut" : "take";
  };
  const told = new Set<string>();
  return {
    stayFromNowOn() {
      left.length = 0;
    },
    /** What it took and didn't tell of yet, each status twice; from where it dies on, the next time. */
    async tell() {
      for (const { wamid, body } of graph.taken.filter((it) => !told.has(it.wamid))) {
        const customer = { channel: "whatsapp" as const, account: "100", ids: [body.to] };
        const sent_as = parseCallback(body.biz_opaque_callback_data);
        const about = { kind: "status", target: wamid, error: null, sent_as } as const;
        const tellOf = (status: "sent" | "delivered") =>
          storeInbound(services.db, customer, [{ ...about, status }]);
        await Promise.all([tellOf("delivered"), tellOf("sent"), tellOf("delivered")]);
        told.add(wamid);
        if (diesNow("while it tells")) return void left.shift();
      }
    },
  };
}

test("the channel killed at any moment, again and again, and back each time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 4 }), async (deaths) => {
      const { graph } = delivery;
      const first = graph.taken.length;
      const { tell, stayFromNowOn } = dieBy(deaths);
      const conversations = await Promise.all([sendAll(4), sendAll(4), sendAll(4)]);
      for (let lives = 0; lives <= deaths.length + 1; lives++) {
        // Statuses come before we ask the agents as well as after.
        await tell();
        await delivery.pass(lives % 2 === 0 ? 20_000 : MINUTE);
        await graph.start();
      }
      // A death that comes in the hour after would leave it dead.
      stayFromNowOn();
      await delivery.pass(HOUR);
      await tell();
      for (const conversation of conversations) await checkEnd(conversation);
      const accepted = graph.taken.slice(first).map(({ body }) => body.biz_opaque_callback_data);
      for (const conversation of conversations) {
        for (const message of (await delivery.thread(conversation)).filter(({ type }) => type === "text")) {
          // What it took and told of is known to have left; of all else the agent is asked.
          expect(message.status).toBe(accepted.includes(toCallback(message)) ? "delivered" : "unconfirmed");
          if (message.status === "unconfirmed") expect(message.error?.action).toBe("retry");
        }
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 120_000);

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
