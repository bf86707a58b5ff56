import { createHmac, timingSafeEqual } from "node:crypto";
import { mediaPath } from "./documents.ts";

/** A link is good for this long, in ms: enough to watch a video, too short to be passed on. */
const GOOD_FOR = 15 * 60 * 1000;

/** A link to a file, for whoever holds it, until it expires; `goodFor` and `now` in ms. */
export function signMediaUrl(
  key: string,
  mediaId: string,
  { goodFor = GOOD_FOR, now = Date.now() } = {},
): { url: string; expires_at: string } {
  const expires = now + goodFor;
  const url = `${mediaPath(mediaId)}?expires=${expires}&signature=${signatureOf(key, mediaId, String(expires))}`;
  return { url, expires_at: new Date(expires).toISOString() };
}

/** Whether a link to a file was signed by us and hasn't expired. */
export function isSignedUrl(
  key: string,
  mediaId: string,
  { expires, signature }: { expires: string | null; signature: string | null },
  now = Date.now(),
): boolean {
  if (!expires || !signature || !/^\d{1,15}$/.test(expires) || Number(expires) < now) return false;
  const [given, expected] = [Buffer.from(signature), Buffer.from(signatureOf(key, mediaId, expires))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const signatureOf = (key: string, mediaId: string, expires: string) =>
  createHmac("sha256", key).update(`${mediaId}.${expires}`).digest("base64url");
