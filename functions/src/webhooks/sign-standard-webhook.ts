import { createHmac } from "node:crypto";

/** The signature of the Standard Webhooks convention: over id, time and body, with a `whsec_…` secret. */
export function signatureOf(secret: string, id: string, timestamp: string, rawBody: Buffer): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(rawBody).digest();
}

/** The headers of an outgoing webhook, signed with each live secret: so that secrets can be changed in turn. */
export function signStandardWebhook(id: string, rawBody: Buffer, secrets: string[]): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signatures = secrets.map(
    (secret) => `v1,${signatureOf(secret, id, timestamp, rawBody).toString("base64")}`,
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
