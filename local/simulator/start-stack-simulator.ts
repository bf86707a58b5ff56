import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parseChaos } from "./chaos.ts";
import { DEMO_CUSTOMERS } from "./demo.ts";
import { readCustomers } from "./read-customers.ts";
import { type RunningSimulator, startSimulator } from "./start-simulator.ts";

/** A phone's message takes this long from station to station, in ms: long enough to see its ticks change. */
const PACE = 150;
const SECRETS = join(import.meta.dirname, "../../functions/.secret.local");

export type StackSimulatorOptions = {
  port: number;
  /** Where the functions' `/api/webhooks/**` is: the Hosting emulator. */
  apiUrl: string;
  /** Firestore's host:port. Whoever wrote on WhatsApp there has a phone here. */
  firestore: string;
  /** A flag such as `duplicate=0.3,shuffle,delay=500`. */
  chaos?: string | undefined;
};

/** The simulator of a local stack: with its secrets, and with the customers of its data. */
export async function startStackSimulator(options: StackSimulatorOptions): Promise<RunningSimulator> {
  const { port, apiUrl, firestore, chaos } = options;
  const secrets = parseEnv(readFileSync(SECRETS, "utf8"));
  const known = await readCustomers(firestore);
  const simulator = await startSimulator({
    port,
    webhookUrl: `${apiUrl}/api/webhooks/whatsapp`,
    appSecret: secrets.WHATSAPP_APP_SECRET!,
    accessToken: secrets.WHATSAPP_ACCESS_TOKEN!,
    customers: [...DEMO_CUSTOMERS, ...known.map(({ customer }) => customer)],
    // Customers also write by `npm run send` and by tests; what they did there isn't known here.
    strangers: "open",
    pace: PACE,
    ...(chaos ? { chaos: parseChaos(chaos) } : {}),
  });
  for (const { customer, account, window_expires_at } of known) {
    if (window_expires_at === null || !simulator.world.accounts.has(account)) continue;
    simulator.phone.chat(customer.id, account).windowEnds(window_expires_at);
  }
  return simulator;
}
