import {
  type AuditDocument,
  auditLog,
  conversationRef,
  deliveryRef,
  type Firestore,
  messages,
} from "@live-chat/core/documents.ts";
import { FieldValue, type Query, type WriteBatch } from "firebase-admin/firestore";
import { type Actor, newAudit } from "../audit/new-audit.ts";
import type { Dependencies } from "../dependencies.ts";
import { media } from "../media/documents.ts";
import type { MediaStore } from "../media/media-store.ts";
import { deliveries, endpoints } from "../outgoing-webhooks/documents.ts";
import { ProblemError } from "../problem.ts";

/** Documents read and deleted at a time. */
const PAGE = 500;

/**
 * Erases a conversation for good: first, in one transaction, the conversation and the ids that lead to it, so that
 * whatever the customer writes from then on begins a new one; then what is known of providers' ids, files, what was
 * to be sent to other systems, and all messages. The audit log tells who did it. Interrupted, it goes on when asked
 * again. Returns how many messages there were; throws `conversation_not_found`, Firestore's errors.
 */
export async function eraseConversation(
  { db, media: { store } }: Pick<Dependencies, "db" | "media">,
  id: string,
  agent: Actor,
): Promise<number> {
  const audit = await beginErasing(db, id, agent);
  await deleteAll(db, ofConversation(db.collection("provider_refs"), id));
  await deleteFiles(db, store, id);
  for (const { id: endpoint } of await endpoints(db).listDocuments()) {
    await deleteAll(db, ofConversation(deliveries(db, endpoint), id));
  }
  await deliveryRef(db, id).delete();
  await deleteAll(db, messages(db, id), (batch, count) =>
    batch.update(audit, { messages: FieldValue.increment(count) }),
  );
  await audit.update({ finished_at: new Date().toISOString() });
  return (await audit.get()).data()!.messages ?? 0;
}

async function beginErasing(db: Firestore, id: string, agent: Actor) {
  return db.runTransaction(async (transaction) => {
    const [conversation, identities, begun] = await Promise.all([
      transaction.get(conversationRef(db, id)),
      transaction.get(ofConversation(db.collection("identities"), id)),
      transaction.get(auditLog(db).where("conversation_id", "==", id).where("finished_at", "==", null)),
    ]);
    if (!conversation.exists && begun.empty) throw new ProblemError("conversation_not_found");
    const audit = begun.docs[0]?.ref ?? auditLog(db).doc();
    if (begun.empty) transaction.create(audit, toAudit(id, agent));
    transaction.delete(conversation.ref);
    for (const { ref } of identities.docs) transaction.delete(ref);
    return audit;
  });
}

/** The customer's name is erased too. */
const toAudit = (id: string, agent: Actor): AuditDocument => ({
  ...newAudit(agent, "erase_conversation", { id, name: null }),
  conversation_id: id,
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

/** The files first: they are found by what is known of them. */
async function deleteFiles(db: Firestore, store: MediaStore, id: string): Promise<void> {
  const files = ofConversation(media(db), id);
  const { docs } = await files.select().get();
  for (const { id } of docs) await store.remove(id);
  await deleteAll(db, files);
}

const ofConversation = (among: Query, id: string) => among.where("conversation_id", "==", id);
