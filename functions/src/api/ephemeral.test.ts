import { presenceAnswer } from "@live-chat/contract/ephemeral.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import * as v from "valibot";
import { expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";

const api = useApi();

/** What goes over the ephemeral channel while `act` runs, up to and with its `count` first. */
async function heard(count: number, act: () => Promise<unknown>) {
  const subscriber = api.redis.duplicate({ enableOfflineQueue: true });
  const { promise, resolve } = Promise.withResolvers<void>();
  const events: { event: string; data: Record<string, unknown> }[] = [];
  subscriber.on("message", (_channel, told) => {
    if (events.push(JSON.parse(told)) === count) resolve();
  });
  await subscriber.subscribe(redisKeys.ephemeral);
  await act();
  await promise;
  subscriber.disconnect();
  return events;
}
const present = async (body: unknown, as: "call" | "asAdmin" = "call") => {
  const answer = v.parse(presenceAnswer, await api.ok(api[as]("POST", "/presence", { body })));
  return answer.present.map(({ agent, conversation_id }) => [agent.name, conversation_id]);
};

test("who types is told with the agent's name, and when they stop", async () => {
  const id = await receive(api.db, "49501", ["Hi"]);
  const type = (typing: boolean) => api.call("POST", `/conversations/${id}/typing`, { body: { typing } });
  const events = await heard(2, async () => {
    expect((await type(true)).status).toBe(204);
    expect((await type(false)).status).toBe(204);
  });
  const author = { kind: "agent", id: "ana", name: "Ana" };
  expect(events).toEqual([
    { event: "typing", data: { conversation_id: id, author, typing: true, ttl: 6000 } },
    { event: "typing", data: { conversation_id: id, author, typing: false, ttl: 0 } },
  ]);
});

test("who says where they are learns who else is there, until those leave", async () => {
  const events = await heard(3, async () => {
    expect(await present({ conversation_id: "c1" })).toEqual([["Ana", "c1"]]);
    const both = await present({ conversation_id: null }, "asAdmin");
    expect(both.sort()).toEqual([
      ["Ana", "c1"],
      ["Bo", null],
    ]);
    expect(await present({ conversation_id: null, status: "offline" })).toEqual([["Bo", null]]);
  });
  expect(events.map(({ event, data }) => [event, data.status, data.conversation_id, data.ttl])).toEqual([
    ["presence", "online", "c1", 60_000],
    ["presence", "online", null, 60_000],
    ["presence", "offline", null, 0],
  ]);
});

test("who no longer says anything is forgotten", async () => {
  const gone = {
    presence: { agent: { id: "gone", name: "Gone" }, conversation_id: null },
    until: Date.now() - 1,
  };
  await api.redis.hset(redisKeys.presence, "gone", JSON.stringify(gone));
  expect((await present({ conversation_id: null })).map(([name]) => name)).not.toContain("Gone");
  expect(await api.redis.hget(redisKeys.presence, "gone")).toBeNull();
});

test.each([
  ["/presence", {}, "/conversation_id"],
  ["/presence", { conversation_id: 7 }, "/conversation_id"],
  ["/presence", { conversation_id: "" }, "/conversation_id"],
  ["/presence", { conversation_id: null, status: "away" }, "/status"],
  ["/conversations/any/typing", {}, "/typing"],
  ["/conversations/any/typing", { typing: "yes" }, "/typing"],
])("%s %j is 400", async (path, body, pointer) => {
  const answer = await api.call("POST", path, { body });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});

test("typing into what isn't there is 404; other methods are 405", async () => {
  const answer = await api.call("POST", "/conversations/unknown/typing", { body: { typing: true } });
  expect([answer.status, answer.body.code]).toEqual([404, "conversation_not_found"]);
  expect((await api.call("GET", "/presence")).status).toBe(405);
  expect((await api.call("GET", "/conversations/any/typing")).status).toBe(405);
});
