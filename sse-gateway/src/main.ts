import { createAgentDirectory } from "@live-chat/core/agent-directory.ts";
import { firstPage } from "@live-chat/core/list-cache.ts";
import { listConversations } from "@live-chat/core/list-conversations.ts";
import { log } from "@live-chat/core/logger.ts";
import { connectRedis, connectSubscriber } from "@live-chat/core/redis.ts";
import { createTokenVerifier } from "@live-chat/core/verify-token.ts";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { getFirestore } from "firebase-admin/firestore";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { startGateway } from "./gateway.ts";

/** Starts the gateway as the environment says, and ends it cleanly on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = readConfigOrExit();
  const app = initializeApp({ projectId: config.projectId });
  const db = getFirestore(app);
  const redis = connectRedis(config.redisUrl);
  const subscriber = connectSubscriber(config.redisUrl);
  const gateway = await startGateway(config, {
    redis,
    subscriber,
    verifyToken: createTokenVerifier({ projectId: config.projectId, emulator: config.authEmulator }),
    directory: createAgentDirectory(getAuth(app), { maxAge: config.maxAgentAge }),
    readPage: () => firstPage(redis, () => listConversations(db, {})),
  });

  async function stop(): Promise<void> {
    await gateway.stop();
    process.exit(0);
  }
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}

function readConfigOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log("CRITICAL", error.message);
    process.exit(1);
  }
}

process.on("uncaughtException", (error) => {
  log("CRITICAL", "uncaught", { error: error.stack });
  process.exit(1);
});

main().catch((error: Error) => {
  log("CRITICAL", "gateway could not start", { error: error.message });
  process.exit(1);
});
