import { setTimeout as wait } from "node:timers/promises";
import { untilReady } from "@live-chat/core/redis.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { type Fault, noneReady, type Scene, within } from "./fault.ts";

/** ms in which gateways notice that there is no Redis. */
const NOTICED = 10_000;

/**
 * Redis goes and comes back otherwise than it was, or as it was. From when they noticed until then no gateway may
 * say that it is ready.
 */
const redisReturns = (startAgain: (scene: Scene) => Promise<void>) => async (scene: Scene) => {
  const { stack, random, problems } = scene;
  await stack.redis.kill();
  if (!(await within(NOTICED, () => noneReady(stack))))
    problems.push("a gateway said that it was ready while there was no Redis");
  const lied = await within(random.between(0, 2_000), async () => !(await noneReady(stack)));
  if (lied) problems.push("a gateway said that it was ready again while there was still no Redis");
  await startAgain(scene);
};

const RESTARTED = ["log unreachable", "log opened"];

export const REDIS_FAULTS: Fault[] = [
  {
    name: "Redis stopped",
    resources: ["redis"],
    leaves: RESTARTED,
    async run(scene) {
      const { observer, redis } = scene.stack;
      await untilReady(observer, 20_000);
      await observer.save();
      await redisReturns(() => redis.start())(scene);
    },
  },
  {
    name: "Redis restarted empty",
    resources: ["redis"],
    leaves: RESTARTED,
    run: redisReturns(({ stack }) => stack.redis.startEmpty()),
  },
  {
    name: "Redis restarted with older data",
    resources: ["redis"],
    leaves: RESTARTED,
    async run(scene) {
      const { observer, redis } = scene.stack;
      await untilReady(observer, 20_000);
      await observer.save();
      await redis.keepBackup();
      await wait(scene.random.between(200, 2_000));
      await redisReturns(() => redis.startFromBackup())(scene);
    },
  },
  {
    name: "Redis paused",
    resources: ["redis"],
    resumes: true,
    leaves: ["log unreachable", "log reachable"],
    async run({ stack, random, problems, alone }) {
      stack.redis.pause();
      if (!alone) await wait(random.between(500, 5_000));
      else if (!(await within(NOTICED, () => noneReady(stack))))
        problems.push("a gateway said that it was ready while Redis stood still");
      stack.redis.goOn();
    },
  },
  {
    name: "Redis flushed",
    resources: ["redis"],
    staysReady: true,
    leaves: ["log discontinuous"],
    async run({ stack }) {
      await untilReady(stack.observer, 20_000);
      await stack.observer.flushall();
    },
  },
  {
    name: "log trimmed",
    resources: ["redis"],
    staysReady: true,
    leaves: [],
    async run({ stack }) {
      await untilReady(stack.observer, 20_000);
      await stack.observer.xtrim(redisKeys.log, "MAXLEN", 1);
    },
  },
  {
    name: "subscribers deaf",
    resources: ["redis network"],
    staysReady: true,
    resumes: true,
    leaves: ["redis subscriber"],
    async run({ stack, random, alone }) {
      stack.redisProxy.goDeaf("subscribe");
      await wait(alone ? 12_000 : random.between(1_000, 6_000));
      stack.redisProxy.hear();
    },
  },
  {
    name: "Redis out of reach for gateways, trimmed meanwhile",
    resources: ["redis network"],
    leaves: ["log unreachable", "log discontinuous"],
    async run({ stack, random, problems, alone }) {
      stack.redisProxy.goDeaf();
      if (!alone) await wait(random.between(500, 4_000));
      else if (!(await within(NOTICED, () => noneReady(stack))))
        problems.push("a gateway said that it was ready while it couldn't reach Redis");
      await stack.observer.xtrim(redisKeys.log, "MAXLEN", 1).catch(() => {});
      stack.redisProxy.hear();
    },
  },
  {
    name: "connections to Redis cut",
    resources: ["redis network"],
    resumes: true,
    leaves: [],
    async run({ stack, problems, alone }) {
      const all = 2 * stack.gateways.length;
      // After the fault before, some may still be on their way back.
      if (alone) await within(NOTICED, () => stack.redisProxy.connections() >= all);
      const cut = stack.redisProxy.cut();
      if (alone && cut < all) problems.push(`only ${cut} connections to Redis were cut`);
    },
  },
];
