import { setTimeout as wait } from "node:timers/promises";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Fault, Scene } from "./fault.ts";

type Proxy = Scene["stack"]["firestoreProxy"];

/** Everyone needs a page just when Firestore isn't as it should be. That is no reason not to be ready. */
const whileAllNeedAPage = (name: string, spoil: (proxy: Proxy) => () => void, leaves: string[]): Fault => ({
  name,
  resources: ["firestore network"],
  staysReady: true,
  leaves,
  async run({ stack, random, alone }) {
    const heal = spoil(stack.firestoreProxy);
    await stack.observer.del(redisKeys.logOrigin, redisKeys.log).catch(() => {});
    await wait(alone ? 9_000 : random.between(500, 5_000));
    heal();
  },
});

export const FIRESTORE_FAULTS: Fault[] = [
  whileAllNeedAPage(
    "Firestore silent while everyone needs a page",
    (proxy) => {
      proxy.goDeaf();
      return () => {
        proxy.hear();
        proxy.cut();
      };
    },
    ["snapshot not read"],
  ),
  whileAllNeedAPage(
    "Firestore slow while everyone needs a page",
    (proxy) => {
      proxy.delay(700);
      return () => proxy.delay(0);
    },
    [],
  ),
  whileAllNeedAPage(
    "Firestore failing while everyone needs a page",
    (proxy) => {
      proxy.refuse(true);
      proxy.cut();
      return () => proxy.refuse(false);
    },
    ["snapshot not read"],
  ),
];
