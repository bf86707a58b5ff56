import { ProblemError } from "../problem.ts";
import { parseJson } from "../read-body.ts";

/** Providers nest about ten levels deep. */
const MAX_DEPTH = 40;

/**
 * Takes a body's bytes, returns what its JSON says, safe to walk through and to store: not nested too deeply,
 * and every text whole Unicode characters, as Firestore wants it. Throws `invalid_json`.
 */
export function parseWebhookJson(rawBody: Buffer): unknown {
  return clean(parseJson(rawBody), 0);
}

function clean(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new ProblemError("invalid_json", "nested too deeply");
  if (typeof value === "string") return value.toWellFormed();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((element) => clean(element, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, clean(it, depth + 1)]));
}
