import { MAX_PAGE } from "@live-chat/contract/rest.ts";
import { type ConversationDocument, type Firestore, messages, toMessage } from "@live-chat/core/documents.ts";
import type { Transaction } from "firebase-admin/firestore";
import { ProblemError } from "../problem.ts";

/**
 * Throws `conversation_moved` if the conversation has messages after `expectedSeq`, with `last_seq` and the first
 * of what was missed. An agent shouldn't answer what they haven't read.
 */
export async function checkNotMoved(
  db: Firestore,
  transaction: Transaction,
  { conversation_id, last_seq }: ConversationDocument,
  expectedSeq: number | undefined,
): Promise<void> {
  if (expectedSeq === undefined || expectedSeq >= last_seq) return;
  const query = messages(db, conversation_id).where("seq", ">", expectedSeq).orderBy("seq").limit(MAX_PAGE);
  const read = await transaction.get(query);
  const missed = read.docs.map((document) => toMessage(document.data()));
  throw new ProblemError("conversation_moved", "there are messages you haven't seen", {
    extensions: { missed, last_seq },
  });
}
