import { setTimeout as wait } from "node:timers/promises";
import { visitInStorm } from "../strangers.ts";
import type { Fault } from "./fault.ts";

/** Bytes per ms of a bad connection. */
const SLOW = 20;
/** Clients who come beside the others in a storm, and leave. */
const STRANGERS = 60;

export const CLIENT_FAULTS: Fault[] = [
  {
    name: "clients stop reading",
    resources: ["clients"],
    staysReady: true,
    resumes: true,
    leaves: ["stream ended: slow"],
    async run({ stack, publisher, random }) {
      stack.gatewaySwitch.stopReading(0.3, random.between(2_000, 4_000));
      await publisher.flood();
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
