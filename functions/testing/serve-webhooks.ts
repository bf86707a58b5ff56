import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { conversationRef, identityRef, messages } from "@live-chat/core/documents.ts";
import { createWebhooksApp } from "../src/webhooks/webhooks-app.ts";
import { type Answer, type Call, call } from "./serve-api.ts";
import type { Services } from "./start-services.ts";

export const appSecret = "test-app-secret-0001";
export const verifyToken = "test-verify-token-01";
export const crmSecrets = [
  `whsec_${btoa("crm secret number one 01")}`,
  `whsec_${btoa("crm secret number two 02")}`,
];

const config = {
  whatsapp: { appSecret, verifyToken },
  sources: { crm: { secrets: crmSecrets }, shop: { secrets: [`whsec_${btoa("the shop's own secret 03")}`] } },
};

export type ServedWebhooks = {
  url: string;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Posts a WhatsApp webhook with a proper signature. */
  postWhatsApp(body: unknown, path?: string): Promise<Answer>;
  /** Posts messages of the source `crm` with a proper signature, or whatever `sign` makes of the headers. */
  postMessages(body: unknown, signing?: Partial<Signing>): Promise<Answer>;
  stop(): Promise<void>;
};

/** The webhooks on a port of their own, over real services. */
export async function serveWebhooks({ db, redis }: Services): Promise<ServedWebhooks> {
  const server = createServer(createWebhooksApp({ db, redis, config }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const callHere = (method: string, path: string, options: Call = {}) =>
    call(`${url}${path}`, method, { token: null, ...options });
  return {
    url,
    call: callHere,
    postWhatsApp(body, path = "/api/webhooks/whatsapp") {
      const raw = toRaw(body);
      return callHere("POST", path, { raw, headers: { "X-Hub-Signature-256": whatsAppSignature(raw) } });
    },
    postMessages(body, signing = {}) {
      const raw = toRaw(body);
      const { source = "crm" } = signing;
      return callHere("POST", `/api/webhooks/messages/${source}`, { raw, headers: sign(raw, signing) });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const toRaw = (body: unknown) => (typeof body === "string" ? body : JSON.stringify(body));

export function whatsAppSignature(raw: string | Buffer, secret = appSecret): string {
  return `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
}

/** `off`: seconds that the sender's clock is off. */
export type Signing = { source: string; secret: string; id: string; off: number };

/** Standard Webhooks headers, written from the specification, apart from the code they test. */
export function sign(raw: string, signing: Partial<Signing> = {}): Record<string, string> {
  const { secret = crmSecrets[0]!, id = "msg_1", off = 0 } = signing;
  const seconds = Math.floor(Date.now() / 1000) + off;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${raw}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": `v1,${signature}` };
}

type Value = Record<string, unknown>;

/** A WhatsApp webhook with one change. */
export function whatsApp(value: Value, account = "106540352242922") {
  return {
    object: "whatsapp_business_account",
    entry: [{ id: "102290129340398", changes: [change(value, account)] }],
  };
}

export function change(value: Value, account = "106540352242922") {
  const metadata = { display_phone_number: "15550783881", phone_number_id: account };
  return { field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } };
}

/** The conversation that a customer's id leads to, with its messages in order; null if there is none. */
export async function readThread({ db }: Services, customerId: string, account = "106540352242922") {
  const channel = account === "crm" ? "api" : "whatsapp";
  const identity = (await identityRef(db, channel, account, customerId).get()).data();
  if (!identity) return null;
  const { conversation_id } = identity;
  const conversation = (await conversationRef(db, conversation_id).get()).data();
  const thread = await messages(db, conversation_id).orderBy("seq").get();
  return { conversation: conversation!, messages: thread.docs.map((it) => it.data()) };
}

/** Every document there is, by its path, to see whether anything changed. */
export async function readEverything({ db }: Services): Promise<Record<string, unknown>> {
  const roots = (await db.listCollections()).map(({ id }) => id);
  const read = await Promise.all([...roots, "messages"].map((id) => db.collectionGroup(id).get()));
  return Object.fromEntries(read.flatMap(({ docs }) => docs.map((it) => [it.ref.path, it.data()])));
}
