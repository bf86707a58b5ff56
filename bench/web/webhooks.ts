import { createHmac, randomUUID } from "node:crypto";
import type { Posted } from "./probes.ts";

/** As in the local stack. */
const SOURCE = "demo";
const SECRET = Buffer.from("bG9jYWwtd2ViaG9vay1zZWNyZXQtMDAwMQ==", "base64");

export type Written = { from: string; text: string };

/** Takes up to 1,000 texts and who writes them; returns one signed webhook of the generic kind. */
export function signedWebhook(written: readonly Written[]): Posted {
  const messages = written.map(({ from, text }) => ({
    id: randomUUID(),
    from: { id: from, name: from },
    text,
  }));
  const body = JSON.stringify({ messages });
  const id = `msg_${randomUUID()}`;
  const time = `${Math.floor(Date.now() / 1000)}`;
  const signature = createHmac("sha256", SECRET).update(`${id}.${time}.${body}`).digest("base64");
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": time,
    "webhook-signature": `v1,${signature}`,
  };
  return { path: `/api/webhooks/messages/${SOURCE}`, headers, body };
}

/** Returns when all is stored; throws when it isn't. */
export async function post(origin: string, written: readonly Written[]): Promise<void> {
  const { path, headers, body } = signedWebhook(written);
  const answer = await fetch(origin + path, { method: "POST", headers, body });
  const { rejected } = (await answer.json()) as { rejected?: unknown[] };
  if (!answer.ok || rejected?.length) throw new Error(`The webhook was answered ${answer.status}`);
}
