import type { App } from "../app.ts";
import { type OutboxMessage, withUploaded } from "../state/outbox.ts";
import { update } from "./keep-outbox.ts";

/** Uploads under way in this tab, by their message's id. */
const underWay = new Map<string, AbortController>();

/** Steps in which progress is shown: more would redraw for nothing. */
const STEPS = 50;

/**
 * Hands a message's file to the server, unless it has it already; what it is called there is kept with the message,
 * so that a lost connection afterwards doesn't cost a second upload. Returns the message with it. Throws what the
 * request throws, and AbortError when the agent takes the message back.
 */
export async function uploadOutgoing(app: App, message: OutboxMessage): Promise<OutboxMessage> {
  const { client_message_id: id, file } = message;
  if (!file || file.upload_id) return message;
  const abort = new AbortController();
  underWay.set(id, abort);
  try {
    const onProgress = (share: number) => showProgress(app, id, share);
    const { upload_id, kind } = await app.api.uploadFile(file.blob, file.name, {
      onProgress,
      signal: abort.signal,
    });
    // Where its bytes are of another kind than its name says, it goes as a mere document.
    const type = kind === file.kind ? file.kind : "document";
    const uploaded = { type, file: { ...file, kind: type, upload_id } } as const;
    update(app, id, uploaded);
    return { ...message, ...uploaded };
  } finally {
    underWay.delete(id);
  }
}

/** Stops the upload of a message that is taken back. */
export function stopUpload(clientMessageId: string): void {
  underWay.get(clientMessageId)?.abort(new DOMException("The agent took it back.", "AbortError"));
}

function showProgress(app: App, id: string, share: number): void {
  const shown = Math.floor(share * STEPS) / STEPS;
  if (app.store.state.peek().uploads.get(id) === shown) return;
  app.store.change((state) => withUploaded(state, id, shown));
}
