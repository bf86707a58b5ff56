import { pingRedis } from "./ping-redis.ts";
import { findRedisServer, startRedisServer } from "./redis-server-process.ts";
import { startRedisStandIn } from "./redis-stand-in.ts";

export type RedisKind = "external" | "redis-server" | "stand-in";

export interface RunningRedis {
  url: string;
  kind: RedisKind;
  /** Ends what was started; an external Redis is left alone. */
  stop(): Promise<void>;
}

export interface StartRedisOptions {
  /** Where our own Redis listens; without it, any free port. An external Redis keeps its own. */
  port?: number;
  /** Called with one sentence saying which Redis was chosen. */
  log?: (line: string) => void;
  /** Uses this kind and no other. */
  kind?: RedisKind;
}

/**
 * Gives the local stack a Redis: the one at REDIS_URL, else a `redis-server` from the PATH, else our
 * stand-in. Resolves once it answers; throws an error that says what to do when it can't.
 */
export async function startRedis({
  port,
  log = () => {},
  kind,
}: StartRedisOptions = {}): Promise<RunningRedis> {
  switch (kind ?? chooseKind()) {
    case "external": {
      const url = await connectExternalRedis();
      log(`Redis: using REDIS_URL (${new URL(url).host})`);
      return { url, kind: "external", stop: async () => {} };
    }
    case "redis-server": {
      const server = await startRedisServer({ port });
      log(`Redis: started redis-server at ${server.url}`);
      return { ...server, kind: "redis-server" };
    }
    case "stand-in": {
      const standIn = await startRedisStandIn({ port });
      log(`Redis: no redis-server here, so the built-in stand-in runs at ${standIn.url}`);
      return { url: standIn.url, kind: "stand-in", stop: standIn.stop };
    }
  }
}

function chooseKind(): RedisKind {
  if (process.env.REDIS_URL) return "external";
  return findRedisServer() ? "redis-server" : "stand-in";
}

async function connectExternalRedis(): Promise<string> {
  const url = process.env.REDIS_URL;
  if (!url) throw new Error("REDIS_URL is not set, so there is no external Redis to use.");
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error("REDIS_URL must look like redis://host:port or rediss://host:port.");
  }
  try {
    await pingRedis(url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `REDIS_URL is set, but no Redis answers at ${new URL(url).host} (${reason}). Start it, or unset REDIS_URL to use a local one.`,
      { cause: error },
    );
  }
  return url;
}
