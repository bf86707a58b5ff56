import type { Message } from "@live-chat/contract/message.ts";
import type { App } from "../app.ts";
import { takeMessages } from "./keep-outbox.ts";
import { notify } from "./notify.ts";

/** Has the channel try again to deliver a failed message, as a new attempt. */
export async function retryMessage(app: App, failed: Message): Promise<void> {
  const { conversation_id, message_id, attempt } = failed;
  try {
    const { message } = await app.api.retryMessage(conversation_id, message_id, attempt + 1);
    app.store.change((state) => takeMessages(state, [message]));
  } catch (error) {
    notify(app, error as Error, () => void retryMessage(app, failed));
  }
}
