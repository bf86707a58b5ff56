import { isDeepStrictEqual } from "node:util";
import { type ConversationDocument, type MessageDocument, toMessage } from "@live-chat/core/documents.ts";
import { searchWords } from "@live-chat/core/search-words.ts";
import type { PendingChange } from "./inbound-change.ts";

/** What is known of a provider's message id. */
export type Known = { conversation_id: string | null; message_id: string | null; pending: PendingChange[] };

/** The documents that a transaction read, or those it is to leave behind. */
export type Stored = {
  conversations: Map<string, ConversationDocument>;
  /** By our message id. */
  messages: Map<string, MessageDocument>;
  /** By the provider's message id. */
  known: Map<string, Known>;
};

/**
 * Pure. Takes the documents before and after, returns those that differ: with their version raised once, messages
 * with what a search finds them by, and each conversation with the newest message as it is now.
 */
export function changedDocuments(before: Stored, after: Stored): Stored {
  const messages = raiseVersions(before.messages, after.messages);
  const conversations = new Map(after.conversations);
  for (const message of messages.values()) {
    message.search_words = searchWords(message);
    const conversation = conversations.get(message.conversation_id);
    if (conversation?.last_seq !== message.seq) continue;
    conversations.set(message.conversation_id, { ...conversation, last_message: toMessage(message) });
  }
  return {
    messages,
    conversations: raiseVersions(before.conversations, conversations),
    known: onlyChanged(before.known, after.known),
  };
}

function raiseVersions<T extends { version: number }>(before: Map<string, T>, after: Map<string, T>) {
  const changed = onlyChanged(before, after);
  for (const [id, document] of changed) changed.set(id, { ...document, version: document.version + 1 });
  return changed;
}

function onlyChanged<T>(before: Map<string, T>, after: Map<string, T>): Map<string, T> {
  return new Map([...after].filter(([id, document]) => !isDeepStrictEqual(document, before.get(id))));
}
