import { createHmac, timingSafeEqual } from "node:crypto";
import { ProblemError } from "../problem.ts";

/**
 * Checks `X-Hub-Signature-256` over the body's bytes as they came, before anybody parses them: Meta escapes
 * unicode, so that a body written anew no longer has its signature. Throws `signature_missing`,
 * `signature_invalid`.
 */
export function verifyWhatsAppSignature(
  header: string | undefined,
  rawBody: Buffer,
  appSecret: string,
): void {
  if (!header) throw new ProblemError("signature_missing", "X-Hub-Signature-256 is missing");
  const signature = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1];
  const expected = createHmac("sha256", appSecret).update(rawBody).digest();
  if (!signature || !timingSafeEqual(Buffer.from(signature, "hex"), expected)) {
    throw new ProblemError("signature_invalid", "X-Hub-Signature-256 doesn't match the body");
  }
}
