import type { ProblemCode } from "@live-chat/contract/problem.ts";
import { TokenError } from "@live-chat/core/agent-token.ts";
import { log } from "@live-chat/core/logger.ts";
import type { ErrorRequestHandler } from "express";
import { isPassingFailure } from "./passing-failure.ts";

/** Every code with its HTTP status and its title. */
const PROBLEMS: Record<ProblemCode, [status: number, title: string]> = {
  bad_request: [400, "Bad request"],
  invalid_json: [400, "The body is not valid JSON"],
  token_missing: [401, "An agent's ID token is needed"],
  token_invalid: [401, "The ID token is not valid"],
  token_expired: [401, "The ID token has expired"],
  agent_disabled: [401, "This account is disabled"],
  api_key_invalid: [401, "The API key is not valid"],
  scope_required: [403, "The API key may not do this"],
  media_url_invalid: [403, "This link is not valid any more"],
  role_required: [403, "This account is not an agent's"],
  admin_required: [403, "Only admins may do this"],
  not_found: [404, "There is nothing here"],
  conversation_not_found: [404, "There is no such conversation"],
  message_not_found: [404, "There is no such message"],
  agent_not_found: [404, "There is no such agent"],
  canned_answer_not_found: [404, "There is no such canned answer"],
  endpoint_not_found: [404, "There is no such webhook endpoint"],
  delivery_not_found: [404, "There is no such delivery"],
  api_key_not_found: [404, "There is no such API key"],
  media_not_found: [404, "There is no such file"],
  upload_not_found: [404, "There is no such upload"],
  method_not_allowed: [405, "This can't be done here"],
  account_not_found: [404, "We have no such account on this channel"],
  template_not_found: [404, "There is no such approved template"],
  id_reused: [409, "This id already names something else"],
  conversation_moved: [409, "The conversation moved on"],
  shortcut_taken: [409, "Another canned answer has this shortcut"],
  agent_exists: [409, "This person is an agent already"],
  last_admin: [409, "This is the only admin"],
  window_closed: [409, "The channel takes only templates now"],
  not_retryable: [409, "This message can't be sent again"],
  not_editable: [409, "This message can't be changed"],
  not_reactable: [409, "This message takes no reaction"],
  endpoint_disabled: [409, "This webhook endpoint is disabled"],
  too_large: [413, "The body is too large"],
  too_many_requests: [429, "Too many requests"],
  signature_missing: [401, "A signature is needed"],
  signature_invalid: [401, "The signature does not match"],
  timestamp_invalid: [401, "The timestamp is missing or too far off"],
  unknown_source: [401, "There is no such source"],
  verify_token_wrong: [403, "The verify token is wrong"],
  unavailable: [503, "Not available right now; try again"],
  internal: [500, "Something went wrong on our side"],
};

/** The 401s that another ID token would mend; the webhooks' are about signatures. */
const WANTS_TOKEN = new Set<ProblemCode>([
  "token_missing",
  "token_invalid",
  "token_expired",
  "agent_disabled",
  "api_key_invalid",
]);

/** Where input is wrong (an RFC 6901 pointer into the body or query) and what is wrong there. */
export type InputError = { pointer: string; detail: string };

export type ProblemDetails = {
  errors?: InputError[];
  /** seconds */
  retryAfter?: number;
  /** Further members of the answer's body, known to the callers of this `code`. */
  extensions?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** Thrown anywhere below a route; `answerProblem` makes it an RFC 9457 answer. `detail` reaches the caller. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly more: ProblemDetails;

  constructor(code: ProblemCode, detail?: string, more: ProblemDetails = {}) {
    super(detail ?? PROBLEMS[code][1]);
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.detail = detail;
    this.more = more;
  }
}

/** Express's error middleware: the one place where an error becomes an answer. Logs what is ours to mend. */
export const answerProblem: ErrorRequestHandler = (error, request, response, next) => {
  if (response.headersSent) return next(error);
  const problem = toProblemError(error);
  if (problem.status >= 500) logFailure(problem.code, error, request.method, request.path);
  const { retryAfter, errors, extensions, headers } = problem.more;
  if (retryAfter !== undefined) response.set("Retry-After", String(Math.ceil(retryAfter)));
  if (WANTS_TOKEN.has(problem.code)) response.set("WWW-Authenticate", "Bearer");
  if (headers) response.set(headers);
  response
    .status(problem.status)
    .type("application/problem+json")
    .json({
      type: `urn:live-chat:problem:${problem.code}`,
      title: PROBLEMS[problem.code][1],
      status: problem.status,
      code: problem.code,
      detail: problem.detail,
      errors,
      ...extensions,
    });
};

/** What an error of any origin means to the caller. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof TokenError) return new ProblemError(error.code, error.message);
  if (isPassingFailure(error)) return new ProblemError("unavailable", undefined, { retryAfter: 1 });
  return fromExpress(error) ?? new ProblemError("internal");
}

/** Express and its body parser say by `status` what is wrong with a request. */
function fromExpress(error: unknown): ProblemError | null {
  if (!(error instanceof Error) || !("status" in error)) return null;
  const status = Number(error.status);
  if (status === 413) return new ProblemError("too_large");
  return status >= 400 && status < 500 ? new ProblemError("bad_request", "the request can't be read") : null;
}

function logFailure(code: ProblemCode, error: unknown, method: string, path: string): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  log("ERROR", "request failed", { code, method, path, error: `${name}: ${message}`, stack });
}
