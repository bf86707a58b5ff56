import type { App } from "../app.ts";
import { draftOf } from "../state/drafts.ts";
import { toPieces, trayOf, withTray } from "../state/trays.ts";
import { editNote } from "./edit-note.ts";
import { saveDraft } from "./save-draft.ts";
import { sendMessage } from "./send-message.ts";
import { tellTyping } from "./tell-presence.ts";

/** Sends what stands in a composer, with the chosen files, and empties it. */
export function sendDraft(app: App, conversationId: string): void {
  const state = app.store.state.peek();
  const draft = draftOf(state, conversationId);
  const text = draft.text.trim();
  const note = draft.type === "note";
  const type = draft.editing ? "text" : draft.type;
  saveDraft(app, conversationId, { text: "", type, reply_to: null });
  tellTyping(app, conversationId, false);
  if (draft.editing) return void editNote(app, conversationId, draft.editing, text);
  if (note) return void sendMessage(app, conversationId, { text, type: "note", reply_to: draft.reply_to });
  const files = trayOf(state, conversationId).map(({ file }) => file);
  app.store.change((now) => withTray(now, conversationId, []));
  toPieces(text, files).forEach((piece, index) => {
    const reply_to = index === 0 ? draft.reply_to : null;
    void sendMessage(app, conversationId, { ...piece, type: piece.file?.kind ?? "text", reply_to });
  });
}
