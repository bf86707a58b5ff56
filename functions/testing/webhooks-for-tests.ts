import { afterAll, beforeAll, beforeEach } from "vitest";
import { type ServedWebhooks, serveWebhooks } from "./serve-webhooks.ts";
import { type Services, startServices } from "./start-services.ts";
import { WhatsAppSender } from "./whatsapp-sender.ts";

/** The webhooks for one test file, and the customer Sheena, who is another one in each test. */
export type WebhooksForTests = { services: Services; webhooks: ServedWebhooks; sheena: WhatsAppSender };

/** Call it at a test file's top level; all is here once its first test runs. */
export function useWebhooks(): WebhooksForTests {
  const here = {} as WebhooksForTests;
  beforeAll(async () => {
    here.services = await startServices();
    here.webhooks = await serveWebhooks(here.services);
  });
  beforeEach(() => {
    here.sheena = new WhatsAppSender(here.services, here.webhooks);
  });
  afterAll(async () => {
    await here.webhooks.stop();
    await here.services.stop();
  });
  return here;
}
