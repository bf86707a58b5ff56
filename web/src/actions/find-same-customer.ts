import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";

/** Fetches what else this customer wrote, as far as their number tells. Quiet when it fails: then less is shown. */
export async function findSameCustomer(app: App, { phone }: Conversation): Promise<void> {
  if (phone === null) return;
  const page = await app.api.listConversations({ q: phone, limit: 20 }).catch(() => null);
  if (page) app.store.change((state) => mergeConversations(state, page.conversations));
}
