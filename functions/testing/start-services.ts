import { join } from "node:path";
import { connectRedis, untilReady } from "@live-chat/core/redis.ts";
import { Firestore } from "firebase-admin/firestore";
import type { Redis } from "ioredis";
import { startFirestore } from "../../local/firestore/server.ts";
import { startRedis } from "../../local/redis/start-redis.ts";

export type Services = { db: Firestore; redis: Redis; stop(): Promise<void> };

/** A real Firestore, with our indexes enforced, and a real Redis, both empty and for one test file alone. */
export async function startServices(): Promise<Services> {
  const indexesFile = join(import.meta.dirname, "../../firestore.indexes.json");
  const [firestore, server] = await Promise.all([startFirestore({ indexesFile }), startRedis()]);
  const db = new Firestore({
    projectId: "demo-live-chat",
    host: `${firestore.host}:${firestore.port}`,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
  const redis = connectRedis(server.url);
  await untilReady(redis);
  return {
    db,
    redis,
    async stop() {
      redis.disconnect();
      await db.terminate();
      await Promise.all([firestore.stop(), server.stop()]);
    },
  };
}
