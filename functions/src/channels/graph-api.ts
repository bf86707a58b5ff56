import { SEND_TIMEOUT } from "./channel.ts";
import { isSurelyUnsent } from "./unsent.ts";

/** Where Meta's Graph API is, and as whom we ask it. */
export type GraphAccess = {
  graphUrl: string;
  accessToken: string;
  /** The longest that one call may take, in ms. */
  timeout?: number;
};

/** `unsent`: nothing reached it. `lost`: it may have acted, but its answer is unknown. */
export type GraphAnswer =
  | { kind: "answer"; status: number; body: GraphBody }
  | { kind: "unsent"; reason: string }
  | { kind: "lost" };

export type GraphBody = {
  error?: { code?: number; message?: string; error_data?: { details?: string } };
  [field: string]: unknown;
} | null;

const JSON_BODY = { "Content-Type": "application/json" };

/** One call of the Graph API, with JSON or a form; `path` begins with an id. Never throws. */
export async function callGraph(
  { graphUrl, accessToken, timeout = SEND_TIMEOUT }: GraphAccess,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<GraphAnswer> {
  const isForm = body instanceof FormData;
  try {
    const response = await fetch(`${graphUrl}/${path}`, {
      method,
      headers: { Authorization: `Bearer ${accessToken}`, ...(isForm ? {} : JSON_BODY) },
      body: isForm ? body : body === undefined ? null : JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
    return { kind: "answer", status: response.status, body: parseBody(await response.text()) };
  } catch (error) {
    return isSurelyUnsent(error) ? { kind: "unsent", reason: reasonOf(error) } : { kind: "lost" };
  }
}

function parseBody(text: string): GraphBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" ? (body as GraphBody) : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? "not reachable";
}
