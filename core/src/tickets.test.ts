import { expect, test } from "vitest";
import { startRedis } from "../../local/redis/start-redis.ts";
import { connectRedis, untilReady } from "./redis.ts";
import { issueTicket, redeemTicket } from "./tickets.ts";

test("a ticket admits its agent once, and rubbish nobody", async () => {
  const server = await startRedis();
  const redis = connectRedis(server.url);
  await untilReady(redis);
  const agent = { id: "a", name: "Ana", email: null, role: "agent", issuedAt: 1, expiresAt: 2 } as const;
  const { ticket } = await issueTicket(redis, agent);
  const redeemed = await Promise.all([redeemTicket(redis, ticket), redeemTicket(redis, ticket)]);
  expect(redeemed.filter(Boolean)).toEqual([agent]);
  for (const rubbish of ["", "*", "x".repeat(32), "x".repeat(10_000)])
    expect(await redeemTicket(redis, rubbish)).toBe(null);
  redis.disconnect();
  await server.stop();
});
