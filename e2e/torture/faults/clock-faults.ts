import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { shiftClock } from "../shift-clock.ts";
import type { Fault } from "./fault.ts";

/** ms; the functions' clock and Redis's may differ by a minute, and Firestore's client waits for a clock put back. */
const TOLERATED = 30_000;

export const CLOCK_FAULTS: Fault[] = [
  {
    name: "a gateway's clock jumps",
    resources: ["clocks"],
    staysReady: true,
    resumes: true,
    leaves: [],
    async run({ stack, random }) {
      random.pick(stack.gateways).shiftClock();
    },
  },
  {
    name: "the functions' clock jumps",
    resources: ["clocks"],
    staysReady: true,
    resumes: true,
    leaves: [],
    async run({ random }) {
      shiftClock(random.pick([TOLERATED, -TOLERATED, 0]));
    },
  },
  {
    // A stream's ids never go back: after such a jump they count on from the time that Redis had seen.
    name: "Redis' clock was ahead and went back",
    resources: ["clocks"],
    staysReady: true,
    resumes: true,
    leaves: [],
    async run({ stack }) {
      const newest = await stack.observer.xrevrange(redisKeys.log, "+", "-", "COUNT", 1).catch(() => []);
      const time = Number.parseInt(newest[0]?.[0] ?? "0", 10);
      if (time > 0) await stack.observer.call("XSETID", redisKeys.log, `${time + 60_000}-0`).catch(() => {});
    },
  },
];
