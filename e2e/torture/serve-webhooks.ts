import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { MessagesWebhookAnswer } from "@live-chat/contract/messages-webhook.ts";
import { signStandardWebhook } from "../../functions/src/webhooks/sign-standard-webhook.ts";
import { createWebhooksApp } from "../../functions/src/webhooks/webhooks-app.ts";

const SOURCE = "torture";
const SECRETS = [`whsec_${btoa("a secret of the torture")}`];

export type ServedWebhooks = Awaited<ReturnType<typeof serveWebhooks>>;

/** The functions' webhooks behind a port, and a provider that posts to them and repeats what wasn't stored. */
export async function serveWebhooks(services: Pick<Parameters<typeof createWebhooksApp>[0], "db" | "redis">) {
  const config = {
    whatsapp: { appSecret: "", verifyToken: "" },
    sources: { [SOURCE]: { secrets: SECRETS } },
  };
  const server = createServer(createWebhooksApp({ ...services, config }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages/${SOURCE}`;
  let count = 0;
  return {
    channel: "api" as const,
    account: SOURCE,
    /** Posts until everything is stored, whatever the network does. Throws for any other refusal than 503. */
    async post(webhook: unknown): Promise<MessagesWebhookAnswer> {
      const body = Buffer.from(JSON.stringify(webhook));
      for (;;) {
        const headers = signStandardWebhook(`webhook-${++count}`, body, SECRETS);
        const type = { "content-type": "application/json" };
        const call = { method: "POST", body, headers: { ...headers, ...type } };
        const answer = await fetch(url, call).catch(() => null);
        if (!answer) continue;
        if (answer.status === 200) return (await answer.json()) as MessagesWebhookAnswer;
        if (answer.status !== 503) throw new Error(`a webhook got ${answer.status}: ${await answer.text()}`);
        await answer.body?.cancel();
        await wait(200);
      }
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
