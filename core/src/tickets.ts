import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import type { AgentToken } from "./agent-token.ts";
import { redisKeys } from "./redis-keys.ts";

/** Seconds between asking for a ticket and opening the stream with it. */
const TICKET_TTL = 60;

/** A ticket admits its agent to the stream once, where no header can be sent. Throws when Redis fails. */
export async function issueTicket(
  redis: Redis,
  agent: AgentToken,
): Promise<{ ticket: string; expires_at: string }> {
  const ticket = randomBytes(24).toString("base64url");
  await redis.set(redisKeys.ticket(ticket), JSON.stringify(agent), "EX", TICKET_TTL);
  return { ticket, expires_at: new Date(Date.now() + TICKET_TTL * 1000).toISOString() };
}

/** Whom the ticket admits; null if it was used, has expired or never was. Throws when Redis fails. */
export async function redeemTicket(redis: Redis, ticket: string): Promise<AgentToken | null> {
  if (!/^[\w-]{32}$/.test(ticket)) return null;
  const agent = await redis.getdel(redisKeys.ticket(ticket));
  return agent ? (JSON.parse(agent) as AgentToken) : null;
}
