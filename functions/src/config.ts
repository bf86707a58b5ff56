import { CONFIRM_WITHIN } from "./delivery/delivery-step.ts";
import { readMediaConfig } from "./media/media-config.ts";

/**
 * All configuration of the functions, parsed and checked once at start. In the emulators plain environment
 * variables do, with the documented local values where they are missing; deployed, `params.ts` declares them.
 */
export type Config = {
  projectId: string;
  /** True in the Functions emulator: only then are emulators used and their unsigned tokens taken. */
  emulator: boolean;
  /** Where browsers reach the gateway, without a trailing slash. */
  gatewayUrl: string;
  /** Where the world reaches the REST API, without a trailing slash: links to files begin with it. */
  publicUrl: string;
  redisUrl: string;
  /** Origins that may call the REST API from other pages than Hosting's own. */
  allowedOrigins: string[];
  /** Local stack only: what is fetched for others may be on this machine, and by http. */
  allowPrivateWebhooks: boolean;
};

export type WebhookConfig = {
  whatsapp: { appSecret: string; verifyToken: string };
  sources: Sources;
};

/** How messages leave. */
export type ChannelConfig = {
  whatsapp: {
    /** Meta's Graph API with its version, without a trailing slash. */
    graphUrl: string;
    accessToken: string;
    /** The WhatsApp Business Account, to which templates belong; null: templates aren't listed. */
    businessAccount: string | null;
  };
  sources: Sources;
};

/** By the source's id: its one or two live secrets (`whsec_…`), and where answers to its customers are posted. */
export type Sources = Record<string, { secrets: string[]; url?: string }>;

type Environment = Record<string, string | undefined>;

export class ConfigError extends Error {
  override name = "ConfigError";
}

/** What everybody may read in our documentation: good for emulators, refused elsewhere. */
const LOCAL_VALUES: Environment = {
  REDIS_URL: "redis://127.0.0.1:6379",
  GATEWAY_URL: "http://localhost:8003",
  PUBLIC_URL: "http://localhost:3000",
  ALLOWED_ORIGINS: "http://localhost:3000",
  ALLOW_PRIVATE_WEBHOOKS: "true",
  GRAPH_API_URL: "http://localhost:3001/graph/v23.0",
  WHATSAPP_BUSINESS_ACCOUNT: "102290129340398",
};
const GRAPH_API_URL = "https://graph.facebook.com/v23.0";
const LOCAL_SECRETS = [
  "local-app-secret",
  "local-verify-token",
  "local-access-token",
  "whsec_bG9jYWwtd2ViaG9vay1zZWNyZXQtMDAwMQ==",
];

/** Throws ConfigError with a sentence that says which value is wrong and why. */
export function readConfig(env: Environment): Config {
  const emulator = isEmulator(env);
  const read = reader(env, emulator);
  const protocols = emulator ? ["http:", "https:"] : ["https:"];
  const projectId = read("GCLOUD_PROJECT");
  return {
    projectId,
    emulator,
    gatewayUrl: checkUrl("GATEWAY_URL", read("GATEWAY_URL"), protocols),
    publicUrl: checkUrl("PUBLIC_URL", read("PUBLIC_URL", `https://${projectId}.web.app`), protocols),
    redisUrl: checkUrl("REDIS_URL", read("REDIS_URL"), ["redis:", "rediss:"]),
    allowedOrigins: toOrigins(read("ALLOWED_ORIGINS", "")),
    allowPrivateWebhooks: checkPrivateWebhooks(read("ALLOW_PRIVATE_WEBHOOKS", "false"), emulator),
  };
}

/** What the webhooks need beyond Config. Throws ConfigError. */
export function readWebhookConfig(env: Environment): WebhookConfig {
  const emulator = isEmulator(env);
  const read = reader(env, emulator);
  const secret = (name: string) => checkSecret(name, read(name), emulator);
  return {
    whatsapp: { appSecret: secret("WHATSAPP_APP_SECRET"), verifyToken: secret("WHATSAPP_VERIFY_TOKEN") },
    sources: toSources(read("WEBHOOK_SOURCES"), emulator),
  };
}

/** What the functions need that reach out to channels. Throws ConfigError. */
export function readChannelConfig(env: Environment): ChannelConfig {
  const emulator = isEmulator(env);
  const read = reader(env, emulator);
  const protocols = emulator ? ["http:", "https:"] : ["https:"];
  return {
    whatsapp: {
      graphUrl: checkUrl("GRAPH_API_URL", read("GRAPH_API_URL", GRAPH_API_URL), protocols),
      accessToken: checkSecret("WHATSAPP_ACCESS_TOKEN", read("WHATSAPP_ACCESS_TOKEN"), emulator),
      businessAccount: read("WHATSAPP_BUSINESS_ACCOUNT", "") || null,
    },
    sources: toSources(read("WEBHOOK_SOURCES"), emulator),
  };
}

/** ms that a send may stay without a word. `CONFIRM_SECONDS` shortens it beside emulators, for tests that would wait. */
export function readConfirmWithin(env: Environment): number {
  const seconds = isEmulator(env) ? Number(env.CONFIRM_SECONDS) : 0;
  return seconds > 0 ? seconds * 1000 : CONFIRM_WITHIN;
}

/** The functions that reach out to channels, by the names they are deployed under. */
const REACHES_OUT = ["api", "deliverReply", "continueDelivery", "showReadOnChannel", "storeMedia"];

/**
 * Where a function runs, wrong configuration stops it before it answers anything. Deploying loads this code too,
 * without any values. Throws ConfigError.
 */
export function checkConfig(env: Environment): void {
  if (!env.FUNCTION_TARGET) return;
  readConfig(env);
  if (env.FUNCTION_TARGET === "webhooks") readWebhookConfig(env);
  readMediaConfig(env, isEmulator(env));
  if (REACHES_OUT.includes(env.FUNCTION_TARGET)) readChannelConfig(env);
}

function isEmulator(env: Environment): boolean {
  const emulator = env.FUNCTIONS_EMULATOR === "true";
  // Cloud Run sets K_CONFIGURATION; the Functions emulator, which sets K_SERVICE too, doesn't.
  if (emulator && env.K_CONFIGURATION) {
    throw new ConfigError("FUNCTIONS_EMULATOR is set in deployed code: remove it, it would let anyone in.");
  }
  const pointsAway = Object.keys(env).find((name) => name.endsWith("_EMULATOR_HOST") && env[name]);
  if (!emulator && pointsAway) {
    throw new ConfigError(`${pointsAway} is set outside the emulators: remove it, it is for laptops only.`);
  }
  return emulator;
}

function reader(env: Environment, emulator: boolean) {
  return (name: string, otherwise?: string): string => {
    const value = env[name]?.trim() || (emulator ? LOCAL_VALUES[name] : undefined) || otherwise;
    if (value === undefined) throw new ConfigError(`${name} is missing.`);
    return value;
  };
}

function checkUrl(name: string, value: string, protocols: string[]): string {
  const url = URL.parse(value);
  if (!url || !protocols.includes(url.protocol)) {
    throw new ConfigError(`${name} must be a URL that begins with ${protocols.join("// or ")}//.`);
  }
  return value.replace(/\/+$/, "");
}

function checkPrivateWebhooks(value: string, emulator: boolean): boolean {
  if (value !== "true" && value !== "false") {
    throw new ConfigError("ALLOW_PRIVATE_WEBHOOKS must be true or false.");
  }
  if (value === "true" && !emulator) {
    throw new ConfigError(
      "ALLOW_PRIVATE_WEBHOOKS is set outside the emulators: remove it, it opens our network.",
    );
  }
  return value === "true";
}

function toOrigins(list: string): string[] {
  const origins = list.split(",").map((origin) => origin.trim());
  const wrong = origins.find((origin) => origin !== "" && URL.parse(origin)?.origin !== origin);
  if (wrong) {
    throw new ConfigError(
      `ALLOWED_ORIGINS holds "${wrong}", which isn't an origin like https://chat.example.`,
    );
  }
  return origins.filter((origin) => origin !== "");
}

/** Secrets never appear in the sentences. */
function checkSecret(name: string, value: string, emulator: boolean): string {
  if (!emulator && LOCAL_SECRETS.includes(value)) {
    throw new ConfigError(`${name} holds a secret that is in the documentation: choose another one.`);
  }
  if (value.length < 16) throw new ConfigError(`${name} is too short: at least 16 characters.`);
  return value;
}

function toSources(json: string, emulator: boolean): WebhookConfig["sources"] {
  let sources: unknown;
  try {
    sources = JSON.parse(json);
  } catch {
    throw new ConfigError('WEBHOOK_SOURCES must be JSON like {"crm": {"secrets": ["whsec_…"]}}.');
  }
  if (sources === null || typeof sources !== "object" || Array.isArray(sources)) {
    throw new ConfigError("WEBHOOK_SOURCES must be a JSON object: source ids and their secrets.");
  }
  const checked = Object.entries(sources).map(([id, source]) => [id, checkSource(id, source, emulator)]);
  return Object.assign(Object.create(null), Object.fromEntries(checked));
}

function checkSource(id: string, source: unknown, emulator: boolean): Sources[string] {
  if (!/^[\w.-]{1,64}$/.test(id)) {
    throw new ConfigError("A source's id in WEBHOOK_SOURCES must be 1 to 64 letters, digits or . _ -");
  }
  const { secrets, url } = (source ?? {}) as { secrets?: unknown; url?: unknown };
  if (!Array.isArray(secrets) || secrets.length < 1 || secrets.length > 2) {
    throw new ConfigError(`WEBHOOK_SOURCES must give one or two secrets for the source "${id}".`);
  }
  for (const secret of secrets) {
    if (typeof secret !== "string" || !isStandardSecret(secret)) {
      throw new ConfigError(`A secret of "${id}" must be whsec_ and 24 to 64 bytes in base64.`);
    }
    checkSecret("WEBHOOK_SOURCES", secret, emulator);
  }
  if (url === undefined) return { secrets };
  const protocols = emulator ? ["http:", "https:"] : ["https:"];
  return { secrets, url: checkUrl(`The url of "${id}" in WEBHOOK_SOURCES`, String(url), protocols) };
}

/** Standard Webhooks: `whsec_` and 24 to 64 random bytes in base64. */
function isStandardSecret(secret: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const size = base64 ? Buffer.from(base64, "base64").length : 0;
  return size >= 24 && size <= 64;
}
