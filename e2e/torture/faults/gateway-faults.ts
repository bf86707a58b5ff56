import { setTimeout as wait } from "node:timers/promises";
import { untilReady } from "@live-chat/core/redis.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { type Fault, type Scene, within } from "./fault.ts";

/** ms after SIGTERM in which a gateway may still say that it is ready. */
const SIGNAL_DELAY = 1_000;

export const GATEWAY_FAULTS: Fault[] = [
  {
    name: "gateway killed",
    resources: ["gateways"],
    resumes: true,
    leaves: ["streams ended without a word", "stream opened: resumed"],
    async run({ stack, random }) {
      const gateway = stack.gatewaySwitch.busiest();
      await gateway.end("SIGKILL");
      await wait(random.between(0, 500));
      await gateway.start();
    },
  },
  {
    name: "gateway terminated in a burst",
    resources: ["gateways"],
    resumes: true,
    leaves: ["streams ended in good order by SIGTERM", "gateway stops"],
    run: terminateInBurst,
  },
  {
    name: "both gateways killed",
    resources: ["gateways"],
    resumes: true,
    leaves: ["streams ended without a word"],
    async run({ stack }) {
      await Promise.all(stack.gateways.map((gateway) => gateway.end("SIGKILL")));
      await Promise.all(stack.gateways.map((gateway) => gateway.start()));
    },
  },
  {
    name: "log trimmed past everyone's cursor while they were away",
    resources: ["gateways", "redis", "redis network", "clients"],
    leaves: ["stream opened: reset"],
    async run({ stack, random }) {
      stack.gatewaySwitch.shut();
      await Promise.all(stack.gateways.map((gateway) => gateway.end("SIGKILL")));
      await wait(random.between(500, 1_500));
      await untilReady(stack.observer, 20_000);
      await stack.observer.xtrim(redisKeys.log, "MAXLEN", 1);
      await Promise.all(stack.gateways.map((gateway) => gateway.start()));
      stack.gatewaySwitch.open();
    },
  },
];

/** Everything is told to end while messages pour in: streams end as HTTP says, and go on elsewhere. */
async function terminateInBurst({ stack, random, publisher, problems, alone }: Scene): Promise<void> {
  const broken = () => stack.gatewaySwitch.counts.get("streams ended without a word by SIGTERM") ?? 0;
  const before = broken();
  publisher.burst = true;
  await wait(random.between(300, 1_000));
  const gateway = stack.gatewaySwitch.busiest();
  const ended = gateway.end("SIGTERM");
  await wait(SIGNAL_DELAY);
  if ((await gateway.readiness()) === 200) problems.push("a gateway said that it was ready after SIGTERM");
  await ended;
  publisher.burst = false;
  if (alone && !(await within(1_000, () => broken() === before)))
    problems.push(`SIGTERM broke ${broken() - before} streams instead of ending them`);
  await gateway.start();
}
