import type { Problem, ProblemCode } from "@live-chat/contract/problem.ts";

/** Gives an ID token; `fresh` asks for a new one because the last was refused. */
export type TokenSource = (fresh?: boolean) => Promise<string>;

/** The server answered with an error: `code` to branch on, `message` to read. */
export class ProblemResponse extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly problem: Problem;
  /** Seconds until trying again makes sense, if the server said so. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemResponse";
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** The server could not be reached, so nobody knows whether the request arrived. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server can't be reached.", { cause });
    this.name = "Unreachable";
  }
}

/** Whether the same request may succeed later: no connection, too many requests, or a passing failure. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof ProblemResponse && (error.status === 429 || error.status >= 500);
}

export type Request = {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** `file`: the answer is handed on as it is, a Blob. */
  as?: "json" | "file";
  signal?: AbortSignal;
};
export type SendRequest = <Answer>(request: Request) => Promise<Answer>;

/**
 * Returns a function that asks the REST interface under `/api/live-chat` and answers its JSON.
 * A refused token is renewed once. Throws ProblemResponse, Unreachable, or AbortError.
 */
export function createClient(token: TokenSource, base = "/api/live-chat"): SendRequest {
  const attempt = async (request: Request, fresh: boolean): Promise<Response> => {
    const headers: Record<string, string> = { authorization: `Bearer ${await token(fresh)}` };
    if (request.body !== undefined) headers["content-type"] = "application/json";
    try {
      return await fetch(`${base}${request.path}${toQuery(request.query)}`, {
        method: request.method ?? "GET",
        headers,
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: request.signal ?? null,
      });
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw new Unreachable(error);
    }
  };
  return async <Answer>(request: Request) => {
    let response = await attempt(request, false);
    if (response.status === 401) response = await attempt(request, true);
    if (response.status === 204) return undefined as Answer;
    if (response.ok) return (await (request.as === "file" ? response.blob() : response.json())) as Answer;
    const body = (await response.json().catch(() => null)) as Problem | null;
    throw toProblemResponse(response.status, body, response.headers.get("retry-after"));
  };
}

function toQuery(query: Request["query"] = {}): string {
  const present = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  if (present.length === 0) return "";
  return `?${new URLSearchParams(present.map(([name, value]) => [name, String(value)]))}`;
}

/** What an answer other than success means; not every one has a proper body. */
export function toProblemResponse(
  status: number,
  body: Problem | null,
  retryAfter: string | null,
): ProblemResponse {
  const seconds = Number(retryAfter) || null;
  if (body?.code) return new ProblemResponse(body, seconds);
  const code: ProblemCode = status >= 500 ? "unavailable" : "bad_request";
  const title = `The server answered ${status}.`;
  return new ProblemResponse({ type: "about:blank", title, status, code }, seconds);
}
