import type { UpdateConversationBody } from "@live-chat/contract/rest.ts";
import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";
import { notify } from "./notify.ts";

/** Changes status, assignee or labels; a failure is said, with a way to try again. */
export async function updateConversation(app: App, id: string, body: UpdateConversationBody): Promise<void> {
  try {
    const { conversation } = await app.api.updateConversation(id, body);
    app.store.change((state) => mergeConversations(state, [conversation]));
  } catch (error) {
    notify(app, error as Error, () => void updateConversation(app, id, body));
  }
}
