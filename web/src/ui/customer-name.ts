import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Words } from "../language/english.ts";

/** What to call a customer: the name they gave, else the number, else the channel's id. */
export function customerName(conversation: Conversation, words: Words): string {
  return conversation.name || conversation.phone || conversation.user_id || words.unknownCustomer;
}
