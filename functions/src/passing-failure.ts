/** gRPC codes by which Firestore says: later it may work. */
const PASSING_GRPC_CODES = new Set([
  4, // DEADLINE_EXCEEDED
  8, // RESOURCE_EXHAUSTED
  10, // ABORTED: a transaction that lost its race too often
  13, // INTERNAL: a broken connection
  14, // UNAVAILABLE
]);

const PASSING_NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_SOCKET",
  // Google's keys, which sign ID tokens: late, or not what they should be.
  "ERR_JWKS_TIMEOUT",
  "ERR_JWKS_INVALID",
  "ERR_JOSE_GENERIC",
  "auth/network-request-failed",
  "auth/internal-error",
  "app/network-error",
  "app/network-timeout",
]);

/** How ioredis puts it that Redis can't be reached just now. */
const REDIS_AWAY =
  /^(Connection is closed|Stream isn't writeable|Command timed out|Redis is not reachable|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)/;

/** Whether an error comes from Firestore, Redis or Auth being out of reach: repeating may help, and is safe. */
export function isPassingFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "number") return PASSING_GRPC_CODES.has(code);
  if (typeof code === "string" && PASSING_NETWORK_CODES.has(code)) return true;
  if (error.name === "MaxRetriesPerRequestError" || REDIS_AWAY.test(error.message)) return true;
  return error.cause !== undefined && isPassingFailure(error.cause);
}
