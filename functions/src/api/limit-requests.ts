import type { RequestHandler } from "express";
import { ProblemError } from "../problem.ts";
import { agentOf, apiKeyOf } from "./authenticate.ts";

/** How many requests an agent may save up, and how many come back a second. */
export type RequestLimit = { burst: number; perSecond: number };

/** Far above what a person with many tabs causes; it stops a script that went wild. */
const GENEROUS: RequestLimit = { burst: 600, perSecond: 50 };
/** An API key's part of it: more is a loop, for instance a bot that answers itself. */
const FOR_API_KEYS = 0.2;
/** Agents remembered at once; the one seen longest ago is forgotten first, and so starts afresh. */
const MAX_AGENTS = 10_000;

/** A token bucket per agent and API key, in this instance's memory. Throws `too_many_requests` with the time to wait. */
export function limitRequests(limit: RequestLimit = GENEROUS): RequestHandler {
  const buckets = new Map<string, { left: number; at: number }>();

  return (_request, response, next) => {
    const { id } = agentOf(response);
    const part = apiKeyOf(response) ? FOR_API_KEYS : 1;
    const [burst, perSecond] = [limit.burst * part, limit.perSecond * part];
    const now = Date.now();
    const before = buckets.get(id) ?? { left: burst, at: now };
    const left = Math.min(burst, before.left + ((now - before.at) / 1000) * perSecond);
    const allowed = left >= 1;

    buckets.delete(id);
    buckets.set(id, { left: allowed ? left - 1 : left, at: now });
    if (buckets.size > MAX_AGENTS) buckets.delete(buckets.keys().next().value!);

    if (!allowed) {
      throw new ProblemError("too_many_requests", undefined, { retryAfter: (1 - left) / perSecond });
    }
    next();
  };
}
