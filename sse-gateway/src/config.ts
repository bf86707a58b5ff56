/** All configuration of the gateway, from the environment, checked once at start. Times in ms. */
export type Config = {
  port: number;
  /** Where metrics are answered; null: on `port`. */
  metricsPort: number | null;
  projectId: string;
  redisUrl: string;
  /** True with an Auth emulator: its unsigned tokens are taken, and only then. */
  authEmulator: boolean;
  allowedOrigins: string[];
  /** Proxies in front of the gateway that add the caller to X-Forwarded-For. */
  trustedProxies: number;
  heartbeatInterval: number;
  /** No stream lives longer; Cloud Run cuts requests at 60 minutes. */
  maxStreamTime: number;
  /** Bytes that may wait for one client. */
  maxBuffered: number;
  /** 0: no limit. */
  maxStreamsPerAgent: number;
  maxStreamsPerAddress: number;
  /** From the connection to the end of the request's head, checks included. */
  handshakePatience: number;
  /** What Auth said about an agent is believed for so long. */
  maxAgentAge: number;
  /** From SIGTERM to the exit; Cloud Run kills after 10 s. */
  shutdownPatience: number;
};

export class ConfigError extends Error {
  override name = "ConfigError";
}

type Environment = Record<string, string | undefined>;

/** Throws ConfigError with a sentence that says which value is wrong and why. */
export function readConfig(env: Environment): Config {
  refuseEmulatorsInTheCloud(env);
  return {
    port: integer(env, "PORT", 8003, 0, 65_535),
    metricsPort: env.METRICS_PORT ? integer(env, "METRICS_PORT", 0, 0, 65_535) : null,
    projectId: text(env, "GOOGLE_CLOUD_PROJECT"),
    redisUrl: redisUrl(env),
    authEmulator: Boolean(env.FIREBASE_AUTH_EMULATOR_HOST),
    allowedOrigins: origins(env),
    trustedProxies: integer(env, "TRUSTED_PROXIES", env.K_SERVICE ? 1 : 0, 0, 10),
    heartbeatInterval: 1000 * integer(env, "HEARTBEAT_SECONDS", 15, 1, 300),
    maxStreamTime: 1000 * integer(env, "MAX_STREAM_SECONDS", 3_300, 10, 86_400),
    maxBuffered: 1024 * integer(env, "MAX_BUFFERED_KB", 1_024, 16, 1_048_576),
    maxStreamsPerAgent: integer(env, "MAX_STREAMS_PER_AGENT", 20, 0, 1_000_000),
    maxStreamsPerAddress: integer(env, "MAX_STREAMS_PER_ADDRESS", 500, 0, 1_000_000),
    handshakePatience: 1000 * integer(env, "HANDSHAKE_SECONDS", 15, 1, 60),
    maxAgentAge: 1000 * integer(env, "AGENT_RECORD_SECONDS", 25, 1, 25),
    shutdownPatience: 1000 * integer(env, "SHUTDOWN_SECONDS", 8, 1, 600),
  };
}

function refuseEmulatorsInTheCloud(env: Environment): void {
  for (const name of ["FIREBASE_AUTH_EMULATOR_HOST", "FIRESTORE_EMULATOR_HOST"]) {
    if (env.K_SERVICE && env[name]) {
      throw new ConfigError(
        `${name} is set on Cloud Run: remove it, it is for laptops and would let anyone in.`,
      );
    }
  }
}

function text(env: Environment, name: string): string {
  const value = env[name]?.trim();
  if (!value) throw new ConfigError(`${name} is missing.`);
  return value;
}

function integer(env: Environment, name: string, otherwise: number, least: number, most: number): number {
  const value = env[name]?.trim();
  if (!value) return otherwise;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new ConfigError(`${name} must be a whole number from ${least} to ${most}, not "${value}".`);
  }
  return number;
}

/** The URL may hold a password, so no sentence repeats it. */
function redisUrl(env: Environment): string {
  const value = text(env, "REDIS_URL");
  if (!/^rediss?:\/\//.test(value) || !URL.canParse(value)) {
    throw new ConfigError("REDIS_URL must be a URL that begins with redis:// or rediss://.");
  }
  return value;
}

function origins(env: Environment): string[] {
  const list = (env.ALLOWED_ORIGINS ?? "").split(",").map((origin) => origin.trim());
  const wrong = list.find((origin) => origin !== "" && URL.parse(origin)?.origin !== origin);
  if (wrong)
    throw new ConfigError(
      `ALLOWED_ORIGINS holds "${wrong}", which isn't an origin like https://chat.example.`,
    );
  return list.filter((origin) => origin !== "");
}
