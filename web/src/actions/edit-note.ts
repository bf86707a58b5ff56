import type { Message } from "@live-chat/contract/message.ts";
import type { App } from "../app.ts";
import { draftOf } from "../state/drafts.ts";
import { takeMessages } from "./keep-outbox.ts";
import { notify } from "./notify.ts";
import { saveDraft } from "./save-draft.ts";

/** Puts a note of one's own into the composer, to change it. */
export function beginEdit(app: App, note: Message): void {
  const { conversation_id, message_id, text } = note;
  saveDraft(app, conversation_id, { text: text ?? "", type: "note", reply_to: null, editing: message_id });
}

/** The agent's newest note among the loaded messages, or null. */
export function newestOwnNote(app: App, conversationId: string): Message | null {
  const { threads, agent } = app.store.state.peek();
  const own = (one: Message) => one.type === "note" && one.author.id === agent.id && !one.revoked_at;
  return threads.get(conversationId)?.messages.findLast(own) ?? null;
}

/** Gives a note its new text; where that fails, it stands in the composer again, unless something else does. */
export async function editNote(
  app: App,
  conversationId: string,
  messageId: string,
  text: string,
): Promise<void> {
  try {
    const { message } = await app.api.editNote(conversationId, messageId, text);
    app.store.change((state) => takeMessages(state, [message]));
  } catch (error) {
    const again = () => void editNote(app, conversationId, messageId, text);
    const empty = draftOf(app.store.state.peek(), conversationId).text === "";
    if (empty) saveDraft(app, conversationId, { text, type: "note", reply_to: null, editing: messageId });
    notify(app, error as Error, empty ? null : again);
  }
}
