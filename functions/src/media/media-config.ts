import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../config.ts";

export type MediaConfig = {
  /** Where files are kept: a bucket of Cloud Storage, or on a laptop a folder. */
  place: { bucket: string } | { folder: string };
  /** Signs the links to files; null in functions that neither make nor check any. */
  signingKey: string | null;
};

type Environment = Record<string, string | undefined>;

/** The functions that sign links to files, or check them. */
const LINKS_FILES = ["api", "deliverReply", "continueDelivery", "deliverWebhook"];

const LOCAL_KEY = "local-media-signing-key";

/** Throws ConfigError with a sentence that says which value is wrong and why. */
export function readMediaConfig(env: Environment, emulator: boolean): MediaConfig {
  if (emulator) {
    const folder = env.MEDIA_FOLDER || join(tmpdir(), "live-chat-media");
    return { place: { folder }, signingKey: env.MEDIA_SIGNING_KEY || LOCAL_KEY };
  }
  if (env.MEDIA_FOLDER) {
    throw new ConfigError("MEDIA_FOLDER is set outside the emulators: remove it, files would be lost.");
  }
  const bucket = env.MEDIA_BUCKET || `${env.GCLOUD_PROJECT}.firebasestorage.app`;
  return { place: { bucket }, signingKey: checkKey(env) };
}

function checkKey({ MEDIA_SIGNING_KEY: key, FUNCTION_TARGET }: Environment): string | null {
  if (!LINKS_FILES.includes(FUNCTION_TARGET ?? "")) return null;
  if (!key || key === LOCAL_KEY || key.length < 32) {
    throw new ConfigError("MEDIA_SIGNING_KEY must be a secret of at least 32 characters.");
  }
  return key;
}
