import { setTimeout as wait } from "node:timers/promises";
import { visitInStorm } from "../strangers.ts";
import { type Fault, type Scene, within } from "./fault.ts";

/** Bytes per ms of a bad connection. */
const SLOW = 20;
/** Entries that tell that a flood is coming in. */
const FLOODED = 60;
/** Clients who come beside the others in a storm, and leave. */
const STRANGERS = 60;

export const CLIENT_FAULTS: Fault[] = [
  {
    name: "clients stop reading",
    resources: ["clients"],
    staysReady: true,
    resumes: true,
    leaves: ["stream ended: slow"],
    async run({ stack, publisher }) {
      const before = await countSlow(stack);
      // The kernel's buffers take megabytes first, and a client gives a silent connection up after a while.
      for (let tries = 0; tries < 4 && (await countSlow(stack)) === before; tries++) {
        const entries = stack.record.size;
        const flooding = publisher.flood();
        await within(20_000, () => stack.record.size > entries + FLOODED);
        stack.gatewaySwitch.stopReading(0.5, 3_000);
        await flooding;
      }
    },
  },
  {
    name: "clients read slowly",
    resources: ["clients"],
    staysReady: true,
    resumes: true,
    leaves: [],
    async run({ stack, random }) {
      stack.gatewaySwitch.readSlowly(0.3, SLOW);
      await wait(random.between(2_000, 4_000));
      stack.gatewaySwitch.readSlowly(1, Number.POSITIVE_INFINITY);
    },
  },
  {
    name: "clients gone without a word",
    resources: ["clients"],
    staysReady: true,
    resumes: true,
    leaves: ["connections gone silent"],
    async run({ stack }) {
      stack.gatewaySwitch.goSilent(0.3);
      await wait(2_000);
    },
  },
  {
    name: "clients cut in the middle of a frame",
    resources: ["clients"],
    staysReady: true,
    resumes: true,
    leaves: ["frames cut"],
    async run({ stack, random }) {
      stack.gatewaySwitch.cutMidFrame(0.5);
      await wait(random.between(100, 1_000));
    },
  },
  {
    name: "clients reconnect in a storm",
    resources: ["clients"],
    staysReady: true,
    resumes: true,
    leaves: ["stream opened: resumed", "visits of strangers"],
    async run({ stack, clients, random }) {
      for (let i = random.between(1, 5); i > 0; i--) {
        for (const client of clients) client.cut();
        await visitInStorm(stack.gatewaySwitch, STRANGERS, clients[0]!.lastEventId);
        await wait(random.between(20, 200));
      }
    },
  },
  {
    name: "tokens about to expire",
    resources: ["clients"],
    staysReady: true,
    resumes: true,
    leaves: ["stream ended: lifetime"],
    async run({ stack, clients }) {
      stack.tokens.lifetime = 6;
      for (const client of clients) client.cut();
      await wait(7_000);
      stack.tokens.lifetime = null;
    },
  },
];

async function countSlow({ gateways }: Scene["stack"]): Promise<number> {
  await Promise.all(gateways.map((gateway) => gateway.readMetrics().catch(() => 0)));
  return gateways.reduce((sum, { counts }) => sum + (counts.get("stream ended: slow") ?? 0), 0);
}
