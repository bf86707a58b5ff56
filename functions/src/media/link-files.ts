import type { Attachment } from "@live-chat/contract/message.ts";
import { isMediaPath, mediaIdOf } from "./documents.ts";
import { signMediaUrl } from "./sign-media-url.ts";

/** Turns our files' addresses in attachments into links that other systems can fetch. */
export type LinkFiles = (attachments: Attachment[]) => Attachment[];

/** For ms: another system may not come to a file at once; what it is told later has a link of its own. */
const GOOD_FOR = 60 * 60 * 1000;

/** `publicUrl`: where the world reaches our REST API, without a trailing slash; `now` in ms. */
export function linkFiles(publicUrl: string, signingKey: string, now = Date.now): LinkFiles {
  const link = (path: string) =>
    signMediaUrl(signingKey, mediaIdOf(path), { goodFor: GOOD_FOR, now: now() }).url;
  return (attachments) =>
    attachments.map((attachment) =>
      attachment.url && isMediaPath(attachment.url)
        ? { ...attachment, url: `${publicUrl}${link(attachment.url)}` }
        : attachment,
    );
}
