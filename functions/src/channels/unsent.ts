/** Errors by which a connection didn't come about: nothing was sent over it. */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Whether a failed `fetch` surely sent nothing. Everything else (cut off, timed out) may have been received. */
export function isSurelyUnsent(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string; errors?: { code?: string }[] } };
  // Where a name has several addresses, each of them was tried.
  const causes = cause?.errors ?? [cause];
  return causes.length > 0 && causes.every((it) => NEVER_CONNECTED.has(it?.code ?? ""));
}
