import type { ServerResponse } from "node:http";
import type { ProblemCode } from "@live-chat/contract/problem.ts";
import { TokenError } from "@live-chat/core/agent-token.ts";
import { log } from "@live-chat/core/logger.ts";

/** The codes that the gateway answers, with status and title. */
const PROBLEMS = {
  bad_request: [400, "Bad request"],
  token_missing: [401, "An agent's ID token is needed"],
  token_invalid: [401, "The ID token is not valid"],
  token_expired: [401, "The ID token has expired"],
  agent_disabled: [401, "This account is disabled"],
  role_required: [403, "This account is not an agent's"],
  not_found: [404, "There is nothing here"],
  method_not_allowed: [405, "This can't be done here"],
  too_many_requests: [429, "Too many streams"],
  unavailable: [503, "Not available right now; try again"],
} as const satisfies Partial<Record<ProblemCode, readonly [number, string]>>;

/** Thrown anywhere below a route; `detail` reaches the caller, `retryAfter` is in seconds. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly code: keyof typeof PROBLEMS;
  readonly headers: Record<string, string>;

  constructor(
    code: keyof typeof PROBLEMS,
    detail: string,
    more: { retryAfter?: number; allow?: string } = {},
  ) {
    super(detail);
    this.code = code;
    this.headers = {
      ...(PROBLEMS[code][0] === 401 && { "WWW-Authenticate": "Bearer" }),
      ...(more.retryAfter !== undefined && { "Retry-After": String(more.retryAfter) }),
      ...(more.allow && { Allow: more.allow }),
    };
  }
}

/** What an error of any origin means to the caller: what isn't theirs passes, with luck. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof TokenError) return new ProblemError(error.code, error.message);
  log("ERROR", "request failed", { error: error instanceof Error ? error.stack : String(error) });
  return new ProblemError("unavailable", "a service behind the gateway can't be reached", { retryAfter: 2 });
}

/** Answers as `application/problem+json` (RFC 9457). */
export function answerProblem(response: ServerResponse, problem: ProblemError): void {
  const [status, title] = PROBLEMS[problem.code];
  const type = `urn:live-chat:problem:${problem.code}`;
  response.writeHead(status, { ...problem.headers, "Content-Type": "application/problem+json" });
  response.end(JSON.stringify({ type, title, status, code: problem.code, detail: problem.message }));
}
