import type { Message } from "@live-chat/contract/message.ts";
import { type MessageDocument, messages } from "@live-chat/core/documents.ts";
import { openLog, readAfter } from "@live-chat/core/event-log.ts";
import { connectRedis } from "@live-chat/core/redis.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { receive } from "../../testing/receive.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { publishMessage } from "./publish-message.ts";

let services: Services;
let customers = 0;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(() => services.redis.flushall());

const texts = (count: number) => Array.from({ length: count }, (_, index) => `message ${index + 1}`);
const newConversation = (count: number) => receive(services.db, `4920${++customers}`, texts(count));

async function stored(conversationId: string): Promise<MessageDocument[]> {
  const { docs } = await messages(services.db, conversationId).orderBy("seq").get();
  return docs.map((doc) => doc.data());
}

async function entries() {
  const first = (await services.redis.xrange(redisKeys.log, "-", "+", "COUNT", 1))[0]![0];
  const read = await readAfter(services.redis, first, 10_000);
  if (!read.continuous) throw new Error("the log was trimmed");
  return read.entries.map(({ event, data }) => ({ event, data: JSON.parse(data) }));
}

async function publishedSeqs(conversationId: string): Promise<number[]> {
  const all = await entries();
  const ours = all.filter(
    ({ event, data }) => event === "new_message" && data.conversation_id === conversationId,
  );
  return ours.map(({ data }) => (data.message as Message).seq);
}

/** The same order for the same seed. */
function shuffled<T>(list: T[], seed: number): T[] {
  const result = [...list];
  for (let i = result.length - 1, random = seed; i > 0; i--) {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    const j = random % (i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

test("a first message is preceded by its new_conversation, and both are whole", async () => {
  const id = await newConversation(1);
  const [message] = await stored(id);
  await publishMessage(services, message!);
  const log = await entries();
  expect(log.map(({ event }) => event)).toEqual(["new_conversation", "new_message"]);
  expect(log[1]!.data.message).toMatchObject({ seq: 1, text: "message 1", conversation_id: id });
  expect(log[1]!.data.conversation).toMatchObject({ last_seq: 1, unread_count: 1 });
  expect(log[1]!.data.message).not.toHaveProperty("provider_id");
  expect(log[0]!.data).toMatchObject({ phone: `+4920${customers}`, conversation_id: id });
});

test.each([1, 2, 3])(
  "triggers doubled, shuffled and at once (%i): each message once, in order",
  async (seed) => {
    const ids = await Promise.all([newConversation(30), newConversation(12), newConversation(1)]);
    const all = (await Promise.all(ids.map(stored))).flat();
    await Promise.all(shuffled([...all, ...all], seed).map((message) => publishMessage(services, message)));
    expect(await publishedSeqs(ids[0])).toEqual(texts(30).map((_, index) => index + 1));
    expect(await publishedSeqs(ids[1])).toEqual(texts(12).map((_, index) => index + 1));
    expect(await publishedSeqs(ids[2])).toEqual([1]);
    const firsts = (await entries()).filter(({ event }) => event === "new_conversation");
    expect(firsts).toHaveLength(3);
  },
);

test("a trigger that rings far ahead takes hundreds of missing messages along", async () => {
  const id = await newConversation(1);
  await publishMessage(services, (await stored(id))[0]!);
  await receive(services.db, `4920${customers}`, texts(250));
  await publishMessage(services, (await stored(id)).at(-1)!);
  expect(await publishedSeqs(id)).toEqual(Array.from({ length: 251 }, (_, index) => index + 1));
});

test("Redis lost its data: what was stored before that isn't told again, what came since is, in order", async () => {
  const id = await newConversation(3);
  const before = await stored(id);
  for (const message of before) await publishMessage(services, message);
  // Two minutes on, Redis is empty, the log begins anew, and two more messages come.
  await agedBy(id, 120_000);
  await services.redis.flushall();
  await openLog(services.redis);
  await receive(services.db, `4920${customers}`, ["four", "five"]);
  const [four, five] = (await stored(id)).slice(3);
  await Promise.all([publishMessage(services, five!), publishMessage(services, four!)]);
  expect(await publishedSeqs(id)).toEqual([4, 5]);
});

test.each([4, 5])(
  "Redis loses its data in the middle of a burst (%i): the new log has no gap",
  async (seed) => {
    const id = await newConversation(40);
    const order = shuffled(await stored(id), seed);
    let rung = 0;
    const outcomes = await Promise.allSettled(
      order.map(async (message) => {
        await publishMessage(services, message);
        if (++rung === 20) await services.redis.flushall();
      }),
    );
    // Firestore rings again for those that threw, and one more message comes.
    const again = order.filter((_, index) => outcomes[index]?.status === "rejected");
    await receive(services.db, `4920${customers}`, ["one more"]);
    const newest = (await stored(id)).at(-1)!;
    await Promise.all([newest, ...again].map((message) => publishMessage(services, message)));
    expect(await publishedSeqs(id)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
  },
);

test("a late duplicate of an old message after that does no harm", async () => {
  const id = await newConversation(6);
  await agedBy(id, 120_000);
  await openLog(services.redis);
  const all = await stored(id);
  await publishMessage(services, all[3]!);
  await publishMessage(services, all[1]!);
  await publishMessage(services, all[5]!);
  expect(await publishedSeqs(id)).toEqual([4, 5, 6]);
});

test("Redis away for a moment: the message is published all the same", async () => {
  const id = await newConversation(1);
  const [message] = await stored(id);
  const { redis } = services;
  redis.disconnect(true);
  await publishMessage(services, message!);
  expect(await publishedSeqs(id)).toEqual([1]);
});

test("Redis away for longer: throws after about two seconds, so that the trigger comes again", async () => {
  const id = await newConversation(1);
  const [message] = await stored(id);
  const away = connectRedis("redis://127.0.0.1:1");
  const began = performance.now();
  await expect(publishMessage({ db: services.db, redis: away }, message!)).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(6_000);
  away.disconnect();
  await publishMessage(services, message!);
  expect(await publishedSeqs(id)).toEqual([1]);
});

test("a message whose conversation is gone is left alone", async () => {
  const id = await newConversation(1);
  const [message] = await stored(id);
  await services.db.doc(`conversations/${id}`).delete();
  await publishMessage(services, message!);
  expect(await services.redis.exists(redisKeys.log)).toBe(0);
});

/** Makes a conversation's messages older, by ms. */
async function agedBy(id: string, age: number): Promise<void> {
  for (const { message_id, created_at } of await stored(id)) {
    const older = new Date(Date.parse(created_at) - age).toISOString();
    await messages(services.db, id).doc(message_id).update({ created_at: older });
  }
}
