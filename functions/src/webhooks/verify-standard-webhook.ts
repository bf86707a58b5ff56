import { timingSafeEqual } from "node:crypto";
import { ProblemError } from "../problem.ts";
import { signatureOf } from "./sign-standard-webhook.ts";

/** Seconds that the sender's clock may be off, in either direction. */
const TOLERANCE = 5 * 60;

type Headers = Record<string, string | string[] | undefined>;

/**
 * Checks a body's bytes against the Standard Webhooks headers (`webhook-id`, `webhook-timestamp`,
 * `webhook-signature`) and the source's live secrets. Throws `signature_missing`, `timestamp_invalid`,
 * `unknown_source`, `signature_invalid`: a sender sees at once what to mend.
 */
export function verifyStandardWebhook(
  headers: Headers,
  rawBody: Buffer,
  secrets: string[] | undefined,
): void {
  const id = readHeader(headers, "webhook-id");
  const timestamp = readHeader(headers, "webhook-timestamp");
  const signatures = readHeader(headers, "webhook-signature");
  checkTimestamp(timestamp);
  if (!secrets) throw new ProblemError("unknown_source", "the source's id is in the path");
  const expected = secrets.map((secret) => signatureOf(secret, id, timestamp, rawBody));
  if (!given(signatures).some((signature) => expected.some((it) => isSame(it, signature)))) {
    throw new ProblemError(
      "signature_invalid",
      "webhook-signature doesn't match: wrong secret or altered body",
    );
  }
}

function readHeader(headers: Headers, name: string): string {
  const value = headers[name];
  if (typeof value === "string" && value !== "") return value;
  throw new ProblemError("signature_missing", `${name} is missing`);
}

function checkTimestamp(timestamp: string): void {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  const off = Math.abs(Date.now() / 1000 - seconds);
  if (off <= TOLERANCE) return;
  const inMs = /^\d{13}$/.test(timestamp) ? ", these are milliseconds" : "";
  throw new ProblemError(
    "timestamp_invalid",
    Number.isNaN(seconds)
      ? `webhook-timestamp should be seconds since 1970${inMs}`
      : `webhook-timestamp is ${Math.round(off)} s off, at most ${TOLERANCE} are allowed`,
  );
}

/** The header lists signatures by version, separated by spaces: `v1,<base64> v1,<base64>`. */
function given(signatures: string): Buffer[] {
  return signatures
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => Buffer.from(signature.slice(3), "base64"));
}

function isSame(expected: Buffer, signature: Buffer): boolean {
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}
