import type { MediaType } from "./check-message.ts";
import { GraphError } from "./graph-error.ts";
import { LARGEST_UPLOAD } from "./media-rules.ts";
import type { MediaStore, StoredMedia } from "./media-store.ts";

/** Meta waits about that long for a linked file, in ms. */
const PATIENCE = 15_000;

/** Fetches a file that was sent as a link. Throws a GraphError 131053 where it can't be had. */
export async function fetchMedia(media: MediaStore, kind: MediaType, link: string): Promise<StoredMedia> {
  const answer = await fetch(link, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer?.ok) {
    await answer?.body?.cancel();
    throw new GraphError(
      131053,
      `Downloading the media from its link failed (${answer?.status ?? "no answer"}).`,
    );
  }
  if (Number(answer.headers.get("content-length")) > LARGEST_UPLOAD) {
    await answer.body?.cancel();
    throw new GraphError(131053, "The linked media is too large.");
  }
  return media.add({
    kind,
    mime_type: answer.headers.get("content-type") ?? "application/octet-stream",
    name: decodeURIComponent(new URL(link).pathname.split("/").at(-1) ?? "") || null,
    voice: false,
    bytes: await answer.bytes(),
  });
}
