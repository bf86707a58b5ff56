import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Chaos } from "./chaos.ts";
import type { ChaosSettings } from "./chaos-settings.ts";
import { DEMO_ACCOUNTS, DEMO_CUSTOMERS } from "./demo.ts";
import type { SendRecord } from "./graph/accept-message.ts";
import { graphRoutes } from "./graph/graph-routes.ts";
import { sendJson } from "./http.ts";
import { Phone } from "./phone/phone.ts";
import { phoneRoutes } from "./phone/phone-routes.ts";
import { servePage } from "./serve-page.ts";
import { Simulator, type Strangers } from "./simulator.ts";
import { WebhookPoster } from "./webhooks/post-webhooks.ts";
import { type Account, type Customer, World } from "./world.ts";

export type SimulatorOptions = {
  /** 0: any free one. */
  port: number;
  /** Where Meta would post: `…/api/webhooks/whatsapp`. */
  webhookUrl: string;
  /** Signs the webhooks. */
  appSecret: string;
  /** What senders must show. */
  accessToken: string;
  /** Our numbers; default: the demo's two. */
  accounts?: Account[];
  /** Who has a phone; default: the demo's. */
  customers?: Customer[];
  strangers?: Strangers;
  chaos?: Partial<ChaosSettings>;
  /** Of chaos; the same as `chaos.seed`. */
  seed?: number;
  /** ms between the stations of a message's way; default 0. */
  pace?: number;
  /** ms before a refused webhook comes again, doubled each time; default 250. */
  retryAfter?: number;
  /** The clock, in ms, for tests of windows and expiry. */
  now?: () => number;
};

export type RunningSimulator = {
  port: number;
  /** Its own address, where the phone is. */
  url: string;
  /** For `GRAPH_API_URL`. */
  graphUrl: string;
  /** The customers' phones. */
  phone: Phone;
  chaos: Chaos;
  world: World;
  /** Every send that was accepted, and how far it really came. */
  sends: SendRecord[];
  /** Tries at a webhook that were not answered with 200. */
  refused(): number;
  /** Resolves when nothing is on its way any more and all webhooks were taken. */
  idle(): Promise<void>;
  /** Cuts every connection, webhooks' too, and makes and takes no new one until `comeBack`; phones go on. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  /** Ends all at once, as if killed: open requests are cut, webhooks not yet taken are lost. */
  stop(): Promise<void>;
};

/** Starts the fake Graph API and the customers' phones on one port, for this machine only. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { webhookUrl, appSecret, accessToken, seed, retryAfter, pace = 0, now = Date.now } = options;
  const chaos = new Chaos({ ...options.chaos, ...(seed === undefined ? {} : { seed }) });
  const world = new World(options.accounts ?? DEMO_ACCOUNTS, options.customers ?? DEMO_CUSTOMERS);
  const poster = new WebhookPoster({ url: webhookUrl, appSecret, chaos, retryAfter });
  const strangers = options.strangers ?? "closed";
  const simulator = new Simulator({ world, poster, chaos, accessToken, strangers, pace, now });

  const phone = new Phone(simulator);
  const graph = graphRoutes(simulator);
  const phones = phoneRoutes(simulator, phone);
  const page = servePage();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (/^\/(graph|whatsapp_business)\//.test(url.pathname)) return void graph(request, response, url);
    if (!isOurs(request))
      return sendJson(response, 403, { error: "Only this simulator's own page may do this." });
    if (url.pathname.startsWith("/phone/")) return void phones(request, response, url);
    void page(response, url.pathname);
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  const goDown = async () => {
    poster.goDown();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return {
    port,
    url,
    graphUrl: `${url}/graph/v23.0`,
    phone,
    chaos,
    world,
    sends: simulator.sends,
    refused: () => poster.counts.refused,
    idle: () => simulator.idle(),
    goDown,
    comeBack: async () => {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      poster.comeBack();
    },
    stop: async () => {
      poster.stop();
      await goDown();
    },
  };
}

/** Other pages in the same browser can reach this port: they get and do nothing. */
function isOurs({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? "";
  const local = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host);
  return local && (headers.origin === undefined || headers.origin === `http://${host}`);
}
