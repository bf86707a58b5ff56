import { setTimeout as wait } from "node:timers/promises";
import { untilReady } from "@live-chat/core/redis.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { GatewayProcess } from "./gateway-process.ts";
import type { Random } from "./random.ts";
import type { Stack } from "./stack.ts";
import type { TortureClient } from "./torture-client.ts";

export type Scene = { stack: Stack; clients: TortureClient[]; random: Random; problems: string[] };

/** What a fault takes away; two at a time never share one. */
export type Resource = "redis" | "redis network" | "firestore network" | "gateway" | "clients" | "clocks";

export type Fault = {
  name: string;
  resource: Resource;
  /** Does it and heals it. */
  run(scene: Scene): Promise<void>;
};

const gatewayEnds =
  (signal: "SIGKILL" | "SIGTERM") =>
  async ({ stack, random }: Scene) => {
    const gateway = random.pick(stack.gateways);
    await gateway.end(signal);
    await wait(random.between(0, 500));
    await gateway.start();
  };

/** Redis comes back otherwise than it was; while it is away, no gateway may say that it is ready. */
const redisReturns = (startAgain: (scene: Scene) => Promise<void>) => async (scene: Scene) => {
  const { stack, random, problems } = scene;
  await stack.redis.kill();
  const noticed = await within(10_000, async () => (await readyGateways(stack)).length === 0);
  if (!noticed) problems.push("a gateway said that it was ready while there was no Redis");
  await wait(random.between(0, 1_000));
  await startAgain(scene);
};

export const FAULTS: Fault[] = [
  { name: "gateway killed", resource: "gateway", run: gatewayEnds("SIGKILL") },
  { name: "gateway terminated", resource: "gateway", run: gatewayEnds("SIGTERM") },
  {
    name: "both gateways killed",
    resource: "gateway",
    async run({ stack }) {
      await Promise.all(stack.gateways.map((gateway) => gateway.end("SIGKILL")));
      await Promise.all(stack.gateways.map((gateway) => gateway.start()));
    },
  },
  {
    name: "Redis restarted empty",
    resource: "redis",
    run: redisReturns(({ stack }) => stack.redis.startEmpty()),
  },
  {
    name: "Redis restarted with older data",
    resource: "redis",
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
    resource: "redis",
    async run({ stack, random }) {
      stack.redis.pause();
      await wait(random.between(500, 5_000));
      stack.redis.goOn();
    },
  },
  {
    name: "Redis flushed",
    resource: "redis",
    async run({ stack }) {
      await untilReady(stack.observer, 20_000);
      await stack.observer.flushall();
    },
  },
  {
    name: "log trimmed",
    resource: "redis",
    async run({ stack }) {
      await untilReady(stack.observer, 20_000);
      await stack.observer.xtrim(redisKeys.log, "MAXLEN", 1);
    },
  },
  {
    name: "subscribers deaf",
    resource: "redis network",
    async run({ stack, random }) {
      stack.redisProxy.goDeaf("subscribe");
      await wait(random.between(1_000, 6_000));
      stack.redisProxy.hear();
    },
  },
  {
    name: "Redis out of reach for gateways, trimmed meanwhile",
    resource: "redis network",
    async run({ stack, random }) {
      stack.redisProxy.goDeaf();
      await wait(random.between(500, 4_000));
      await stack.observer.xtrim(redisKeys.log, "MAXLEN", 1).catch(() => {});
      stack.redisProxy.hear();
    },
  },
  {
    name: "connections to Redis cut",
    resource: "redis network",
    async run({ stack }) {
      stack.redisProxy.cut();
    },
  },
  {
    name: "Firestore silent while everyone needs a page",
    resource: "firestore network",
    async run({ stack, random }) {
      stack.firestoreProxy.goDeaf();
      await stack.observer.del(redisKeys.logOrigin, redisKeys.log).catch(() => {});
      await wait(random.between(500, 5_000));
      stack.firestoreProxy.hear();
      stack.firestoreProxy.cut();
    },
  },
  {
    name: "clients stop reading",
    resource: "clients",
    async run({ clients, random }) {
      const lazy = clients.filter(() => random.chance(0.3));
      for (const client of lazy) client.stopReading(random.between(500, 4_000));
      await wait(2_000);
    },
  },
  {
    name: "clients cut in the middle of a frame",
    resource: "clients",
    async run({ clients, random }) {
      for (const client of clients) if (random.chance(0.5)) client.cutMidFrame();
    },
  },
  {
    name: "clients reconnect in a storm",
    resource: "clients",
    async run({ clients, random }) {
      for (let i = random.between(1, 5); i > 0; i--) {
        for (const client of clients) client.cut();
        await wait(random.between(20, 200));
      }
    },
  },
  {
    name: "clock jumps",
    resource: "clocks",
    async run({ stack, random }) {
      random.pick(stack.gateways).shiftClock();
    },
  },
];

export async function readyGateways(stack: Stack): Promise<GatewayProcess[]> {
  const ready = await Promise.all(stack.gateways.map((gateway) => gateway.isReady().catch(() => false)));
  return stack.gateways.filter((_, i) => ready[i]);
}

/** Whether it comes to hold within `ms`. */
export async function within(ms: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await wait(50)) if (await holds()) return true;
  return false;
}
