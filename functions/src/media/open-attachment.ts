import type { Attachment } from "@live-chat/contract/message.ts";
import type { ConversationDocument } from "@live-chat/core/documents.ts";
import type { OutboundChannels } from "../channels/channel.ts";
import { FetchError } from "../net/fetch-error.ts";
import type { GuardedFetch } from "../net/guarded-fetch.ts";
import { MAX_SIZE } from "./media-type.ts";

export type OpenedFile = { body: AsyncIterable<Uint8Array>; type: string | null };

export type OpenDependencies = { fetch: GuardedFetch; channels: Pick<OutboundChannels, "whatsapp"> };

/** For a whole file, in ms: WhatsApp's addresses are good for five minutes. */
const TIMEOUT = 4 * 60 * 1000;
const REDIRECTS = 3;

/** Why an attachment can never be had; anything else that is thrown may pass. */
export class AttachmentLostError extends Error {
  override name = "AttachmentLostError";
  readonly code: "refused" | "gone" | "too_large";
  constructor(code: "refused" | "gone" | "too_large", message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Opens a file that a customer sent: by its URL, which anybody may have written, so only on the public internet;
 * or by the channel, where it has an id there. Throws AttachmentLostError, and what may pass.
 */
export async function openAttachment(
  { fetch, channels }: OpenDependencies,
  { channel, account }: ConversationDocument,
  attachment: Attachment,
): Promise<OpenedFile> {
  if (channel === "whatsapp" && attachment.media_id) {
    const { body, headers } = await channels.whatsapp.fetchMedia(account, attachment);
    if (!body) throw new AttachmentLostError("gone", "an answer without a file");
    return { body, type: headers.get("content-type") };
  }
  if (!attachment.url) throw new AttachmentLostError("gone", "nothing says where the file is");
  try {
    return await openUrl(fetch, attachment.url);
  } catch (error) {
    throw toLost(error) ?? error;
  }
}

async function openUrl(fetch: GuardedFetch, url: string): Promise<OpenedFile> {
  const answer = await fetch(url, { maxBytes: MAX_SIZE.document, timeout: TIMEOUT, redirects: REDIRECTS });
  if (answer.status === 200) return { body: answer.body, type: answer.headers["content-type"] ?? null };
  answer.body.destroy();
  const passing = answer.status >= 500 || answer.status === 408 || answer.status === 429;
  if (passing) throw new FetchError("unreachable", `answered ${answer.status}`);
  throw new AttachmentLostError("gone", `answered ${answer.status}`);
}

/** What a guarded fetch will say each time again; null for what may pass. */
export function toLost(error: unknown): AttachmentLostError | null {
  if (!(error instanceof FetchError)) return null;
  if (error.code === "too_large") return new AttachmentLostError("too_large", error.message);
  if (error.code === "unreachable" || error.code === "timeout") return null;
  return new AttachmentLostError("refused", error.message);
}
