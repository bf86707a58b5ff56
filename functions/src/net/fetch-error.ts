/**
 * `url_refused`, `address_refused`: we may not go there. `unreachable`, `timeout`: nobody answered properly, or in
 * time. `too_large`, `too_many_redirects`: the answer is more than we take.
 */
export type FetchErrorCode =
  | "url_refused"
  | "address_refused"
  | "unreachable"
  | "timeout"
  | "too_large"
  | "too_many_redirects";

/** Why a guarded fetch came to nothing, in words that may be shown to an admin. */
export class FetchError extends Error {
  override name = "FetchError";
  readonly code: FetchErrorCode;
  constructor(code: FetchErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** What went wrong on the way, as a FetchError; `signal` is the request's time limit. */
export function toFetchError(error: unknown, signal: AbortSignal): FetchError {
  if (error instanceof FetchError) return error;
  if (signal.aborted) return new FetchError("timeout", "no complete answer in time", error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "no answer";
  return new FetchError("unreachable", `the connection failed: ${code}`, error);
}
