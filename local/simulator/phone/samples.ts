import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PhoneFile } from "./phone-chat.ts";
import { PhoneError } from "./phone-error.ts";

/** The demo's drawn photos. */
const PHOTOS = join(import.meta.dirname, "../../../emulator-data/media");
const VOICE = join(import.meta.dirname, "voice.ogg");

export function samplePhotoNames(): string[] {
  return readdirSync(PHOTOS).flatMap((file) => (file.endsWith(".jpg") ? file.slice(0, -".jpg".length) : []));
}

/** Throws a PhoneError for an unknown name. */
export function samplePhoto(name: string): PhoneFile {
  if (!samplePhotoNames().includes(name)) throw new PhoneError(404, `There is no photo "${name}".`);
  return { bytes: readFileSync(join(PHOTOS, `${name}.jpg`)), mimeType: "image/jpeg", name: `${name}.jpg` };
}

/** A few hummed notes, recorded as WhatsApp records. */
export function sampleVoice(): PhoneFile {
  return { bytes: readFileSync(VOICE), mimeType: "audio/ogg; codecs=opus" };
}
