import { readFile } from "node:fs/promises";
import { createAgentDirectory } from "@live-chat/core/agent-directory.ts";
import { firstPage } from "@live-chat/core/list-cache.ts";
import { connectRedis, connectSubscriber } from "@live-chat/core/redis.ts";
import { createTokenVerifier } from "@live-chat/core/verify-token.ts";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { createLocalJWKSet } from "jose";
import { readConfig } from "../../../sse-gateway/src/config.ts";
import { startGateway } from "../../../sse-gateway/src/gateway.ts";

/**
 * The gateway as `sse-gateway/src/main.ts` starts it, with its whole job; only the keys that tokens are verified
 * with are the bench's own (JWKS_FILE), and the page is a ready one. Auth is asked at FIREBASE_AUTH_EMULATOR_HOST.
 */
const config = readConfig(process.env);
const redis = connectRedis(config.redisUrl);
const app = initializeApp({ projectId: config.projectId });
const keys = createLocalJWKSet(JSON.parse(await readFile(process.env.JWKS_FILE ?? "", "utf8")));
const page = { conversations: [], total: 0, next_cursor: null };
const gateway = await startGateway(config, {
  redis,
  subscriber: connectSubscriber(config.redisUrl),
  verifyToken: createTokenVerifier({ projectId: config.projectId, emulator: false, keys }),
  directory: createAgentDirectory(getAuth(app)),
  readPage: () => firstPage(redis, async () => page),
});
console.log(`port ${gateway.port}`);
