import type { Attachment } from "@live-chat/contract/message.ts";

export type MediaKind = Attachment["kind"];

/** Bytes that we take of each kind: as WhatsApp does, but of a document what Cloud Run can hand out at once. */
export const MAX_SIZE: Record<MediaKind, number> = {
  image: 5_000_000,
  sticker: 1_000_000,
  audio: 16_000_000,
  video: 16_000_000,
  document: 30_000_000,
};

/** What browsers show as what it is, without anything in it that could run: no SVG, HTML or XML. */
const SHOWN =
  /^(image\/(jpeg|png|gif|webp|avif)|audio\/(ogg|mpeg|mp4|aac|amr|wav|webm)|video\/(mp4|3gpp|webm|quicktime))$/;

/** Containers whose bytes don't tell what is in them: there the sender's word decides among these. */
const MAY_ALSO_BE: Record<string, RegExp> = {
  "video/mp4": /^audio\/(mp4|aac)$/,
  "video/webm": /^audio\/webm$/,
  "audio/ogg": /^video\/ogg$/,
  "application/zip": /^application\/(vnd\.[\w.+-]+|epub\+zip)$/,
};

/**
 * Pure. Takes the type that a file's bytes prove (or null) and the one that its sender claims; returns the one we
 * believe. What can be shown must prove it; anything else is a claim that only a download ever sees.
 */
export function believedType(proven: string | null, claimed: string | null): string {
  const claim = /^[\w.+-]{1,60}\/[\w.+-]{1,100}(?=$|\s*;)/.exec(claimed?.toLowerCase() ?? "")?.[0] ?? null;
  if (proven === null)
    return claim && !isActive(claim) && !SHOWN.test(claim) ? claim : "application/octet-stream";
  return claim && MAY_ALSO_BE[proven]?.test(claim) ? claim : proven;
}

/** What a browser might run, were it ever served under its name. */
const isActive = (type: string) =>
  /html|xml|svg|javascript|ecmascript|css|json|text\/(?!plain$|csv$)/.test(type);

/** Pure. Whether a browser may show it in place; anything else is downloaded. */
export const isShown = (type: string) => SHOWN.test(type);

/** Pure. The kind of attachment that a type is. */
export function kindOf(type: string): MediaKind {
  if (!isShown(type)) return "document";
  return type.split("/")[0] as "image" | "audio" | "video";
}
