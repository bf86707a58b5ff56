import type { Message } from "@live-chat/contract/message.ts";
import type { App } from "../app.ts";
import { forgetWish, wishReaction } from "../state/reactions.ts";
import { takeMessages } from "./keep-outbox.ts";
import { notify } from "./notify.ts";

/**
 * Reacts to a message, or (`""`) takes that back. It shows at once; where the server doesn't take it, it goes again and
 * the agent is told. What is chosen during a request goes with the next one.
 */
export function react(app: App, message: Message, emoji: string): Promise<void> {
  const { conversation_id, message_id } = message;
  app.store.change((state) => wishReaction(state, message_id, emoji));
  return app.once(`react ${message_id}`, async () => {
    const wish = () => app.store.state.peek().reacting.get(message_id);
    for (let told = wish(); told !== undefined; told = wish()) {
      await tell(app, { conversation_id, message_id }, told, () => void react(app, message, emoji));
    }
  });
}

type Ids = Pick<Message, "conversation_id" | "message_id">;

async function tell(app: App, { conversation_id, message_id }: Ids, emoji: string, retry: () => void) {
  try {
    const { message } = await app.api.react(conversation_id, message_id, emoji);
    app.store.change((state) => forgetWish(takeMessages(state, [message]), message_id, emoji));
  } catch (error) {
    const { reacting } = app.store.change((state) => forgetWish(state, message_id, emoji));
    if (!reacting.has(message_id)) notify(app, error as Error, retry);
  }
}
