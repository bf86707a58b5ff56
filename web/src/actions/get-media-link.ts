import type { App } from "../app.ts";

/** Our own door to files that were kept; its links are signed and short-lived. */
const DOOR = "/api/live-chat/media/";
/** ms before its end at which a link is asked for anew. */
const MARGIN = 60_000;

const links = new Map<string, { url: string; until: number }>();

/** Whether a file has to be asked for: an `<img>` sends no token, so it needs a link that carries its own right. */
export function needsLink(url: string): boolean {
  const { pathname, searchParams } = new URL(url);
  return pathname.startsWith(DOOR) && !searchParams.has("signature");
}

/** A link to a kept file, good for some minutes. Throws what the request throws. */
export async function getMediaLink(app: App, url: string): Promise<string> {
  const known = links.get(url);
  if (known && known.until - MARGIN > Date.now()) return known.url;
  const id = decodeURIComponent(new URL(url).pathname.slice(DOOR.length));
  const link = await app.api.getMediaLink(id);
  links.set(url, { url: link.url, until: Date.parse(link.expires_at) });
  return link.url;
}
