import type { Attachment } from "@live-chat/contract/message.ts";
import { log } from "@live-chat/core/logger.ts";
import { isMediaPath, mediaIdOf } from "../media/documents.ts";
import type { Outcome } from "./channel.ts";
import { callGraph, type GraphAccess } from "./graph-api.ts";
import { toOutcome } from "./whatsapp-errors.ts";

/** Reads a file that we keep, by its id. Throws if there is none. */
export type ReadFile = (mediaId: string) => Promise<Uint8Array<ArrayBuffer>>;

/** Where no files are kept. */
export const noFiles: ReadFile = async () => {
  throw new Error("no files are kept here");
};

export type UploadOutcome =
  | { outcome: "uploaded"; media_id: string }
  | Exclude<Outcome, { outcome: "accepted" }>;

/**
 * Hands WhatsApp a file of ours, for a message that is sent next; it keeps it for 30 days. However this ends, nothing
 * has reached the customer yet, so that it may be done again.
 */
export async function uploadToWhatsApp(
  access: GraphAccess,
  readFile: ReadFile,
  account: string,
  { url, mime_type, name }: Attachment,
): Promise<UploadOutcome> {
  if (!isMediaPath(url)) return refused("no_file", "The file isn’t there any more");
  const type = mime_type ?? "application/octet-stream";
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", type);
  try {
    form.set("file", new Blob([await readFile(mediaIdOf(url!))], { type }), name ?? "file");
  } catch (error) {
    log("ERROR", "file to send not read", { url, error: String(error) });
    return trouble("no_file");
  }
  const answer = await callGraph(access, "POST", `${account}/media`, form);
  if (answer.kind !== "answer") return trouble("not_uploaded");
  const { status, body } = answer;
  const { code, message, error_data } = body?.error ?? {};
  if (code !== undefined)
    return notUploaded(toOutcome(code, message ?? "Not taken", error_data?.details ?? null));
  if (status < 300 && typeof body?.id === "string") return { outcome: "uploaded", media_id: body.id };
  if (status === 429 || status >= 500 || status < 400) return trouble(`http_${status}`);
  return refused(`http_${status}`, "WhatsApp refused the file");
}

/** After a send one of these would mean that nobody knows; after an upload, that it may be done again. */
function notUploaded(outcome: Outcome): UploadOutcome {
  if (outcome.outcome === "unknown" || outcome.outcome === "accepted") return trouble("not_uploaded");
  return outcome;
}

function trouble(code: string): UploadOutcome {
  const title = "WhatsApp doesn’t take the file just now";
  return {
    outcome: "not_accepted",
    because: "trouble",
    error: { code, title, detail: null, action: "retry" },
  };
}

function refused(code: string, title: string): UploadOutcome {
  return { outcome: "refused", error: { code, title, detail: null, action: "change_message" } };
}
