import type { ConversationDocument } from "@live-chat/core/documents.ts";
import {
  conversationRef,
  type Firestore,
  type MessageDocument,
  messageRef,
} from "@live-chat/core/documents.ts";
import { ProblemError } from "../problem.ts";
import { inTurn } from "./in-turn.ts";
import { changedDocuments, type Stored } from "./stored.ts";

type MessageId = { conversation_id: string; message_id: string };
type Decide = (message: MessageDocument, conversation: ConversationDocument) => MessageDocument;

/**
 * Changes one message, and its conversation where it is the newest there, in one transaction; both versions rise.
 * Where `decide` returns the same object, nothing is written. Returns the message as it is then. Throws
 * `conversation_not_found`, `message_not_found`, and what `decide` throws.
 */
export async function changeMessage(
  db: Firestore,
  { conversation_id, message_id }: MessageId,
  decide: Decide,
): Promise<MessageDocument> {
  const refs = [conversationRef(db, conversation_id), messageRef(db, conversation_id, message_id)] as const;
  return inTurn(conversation_id, () =>
    db.runTransaction(
      async (transaction) => {
        const [conversation, message] = await Promise.all([
          transaction.get(refs[0]).then((read) => read.data()),
          transaction.get(refs[1]).then((read) => read.data()),
        ]);
        if (!conversation) throw new ProblemError("conversation_not_found");
        if (!message) throw new ProblemError("message_not_found");
        const before = toStored(conversation, message);
        const changed = changedDocuments(before, toStored(conversation, decide(message, conversation)));
        for (const it of changed.messages.values()) transaction.set(refs[1], it);
        for (const it of changed.conversations.values()) transaction.set(refs[0], it);
        return changed.messages.get(message_id) ?? message;
      },
      { maxAttempts: 10 },
    ),
  );
}

function toStored(conversation: ConversationDocument, message: MessageDocument): Stored {
  return {
    conversations: new Map([[conversation.conversation_id, conversation]]),
    messages: new Map([[message.message_id, message]]),
    known: new Map(),
  };
}
