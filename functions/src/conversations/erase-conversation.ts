import {
  type AuditDocument,
  auditLog,
  conversationRef,
  type Firestore,
  messages,
} from "@live-chat/core/documents.ts";
import { FieldValue, type Query, type WriteBatch } from "firebase-admin/firestore";
import { ProblemError } from "../problem.ts";

/** Documents read and deleted at a time. */
const PAGE = 500;

/**
 * Erases a conversation for good: first, in one transaction, the conversation and the ids that lead to it, so that
 * whatever the customer writes from then on begins a new one; then all messages and what is known of their
 * providers' ids. The audit log tells who did it. Interrupted, it goes on when asked again. Returns how many
 * messages there were; throws `conversation_not_found`, Firestore's errors.
 */
export async function eraseConversation(db: Firestore, id: string, agentId: string): Promise<number> {
  const audit = await beginErasing(db, id, agentId);
  await deleteAll(db, ofConversation(db, "provider_refs", id));
  await deleteAll(db, messages(db, id), (batch, count) =>
    batch.update(audit, { messages: FieldValue.increment(count) }),
  );
  await audit.update({ finished_at: new Date().toISOString() });
  return (await audit.get()).data()!.messages;
}

async function beginErasing(db: Firestore, id: string, agentId: string) {
  return db.runTransaction(async (transaction) => {
    const [conversation, identities, begun] = await Promise.all([
      transaction.get(conversationRef(db, id)),
      transaction.get(ofConversation(db, "identities", id)),
      transaction.get(auditLog(db).where("conversation_id", "==", id).where("finished_at", "==", null)),
    ]);
    if (!conversation.exists && begun.empty) throw new ProblemError("conversation_not_found");
    const audit = begun.docs[0]?.ref ?? auditLog(db).doc();
    if (begun.empty) transaction.create(audit, toAudit(id, agentId));
    transaction.delete(conversation.ref);
    for (const { ref } of identities.docs) transaction.delete(ref);
    return audit;
  });
}

const toAudit = (conversation_id: string, agent_id: string): AuditDocument => ({
  action: "erase_conversation",
  conversation_id,
  agent_id,
  begun_at: new Date().toISOString(),
  finished_at: null,
  messages: 0,
});

/** Deletes what the query finds, page by page; `along` writes something more with each page. */
async function deleteAll(
  db: Firestore,
  query: Query,
  along?: (batch: WriteBatch, count: number) => void,
): Promise<void> {
  for (;;) {
    const { docs } = await query.select().limit(PAGE).get();
    if (docs.length === 0) return;
    const batch = db.batch();
    for (const { ref } of docs) batch.delete(ref);
    along?.(batch, docs.length);
    await batch.commit();
  }
}

const ofConversation = (db: Firestore, collection: string, id: string) =>
  db.collection(collection).where("conversation_id", "==", id);
