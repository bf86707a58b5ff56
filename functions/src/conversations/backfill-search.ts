import { isDeepStrictEqual } from "node:util";
import { conversations, type Firestore, type MessageDocument } from "@live-chat/core/documents.ts";
import { filterKeys } from "@live-chat/core/filter-keys.ts";
import { searchWords } from "@live-chat/core/search-words.ts";
import { FieldPath, GrpcStatus, type Query, type QueryDocumentSnapshot } from "firebase-admin/firestore";

/** Documents read at a time. */
const PAGE = 300;

/**
 * Gives documents from earlier days what lists and searches find them by, and puts it right where the rules for it
 * changed. What is right already isn't written, so it may be repeated, and run while people work. Returns how many
 * documents were written; throws Firestore's errors.
 */
export async function backfillSearch(db: Firestore): Promise<{ conversations: number; messages: number }> {
  const messages = db.collectionGroup("messages") as unknown as Query<MessageDocument>;
  return {
    conversations: await rewrite(conversations(db), (it) => ({ filter_keys: filterKeys(it) })),
    messages: await rewrite(messages, (it) => ({ search_words: searchWords(it) })),
  };
}

async function rewrite<T extends object>(all: Query<T>, toFields: (document: T) => object): Promise<number> {
  const inOrder = all.orderBy(FieldPath.documentId()).limit(PAGE);
  let written = 0;
  for (let page = await inOrder.get(); !page.empty; page = await inOrder.startAfter(page.docs.at(-1)).get()) {
    const done = await Promise.all(page.docs.map((document) => writeChanged(document, toFields)));
    written += done.filter(Boolean).length;
  }
  return written;
}

async function writeChanged<T extends object>(
  snapshot: QueryDocumentSnapshot<T>,
  toFields: (document: T) => object,
): Promise<boolean> {
  const document = snapshot.data();
  const fields = toFields(document);
  if (isDeepStrictEqual({ ...document, ...fields }, document)) return false;
  try {
    await snapshot.ref.update(fields, { lastUpdateTime: snapshot.updateTime });
    return true;
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Written or erased meanwhile, and so it is right, or gone.
    if (code === GrpcStatus.FAILED_PRECONDITION || code === GrpcStatus.NOT_FOUND) return false;
    throw error;
  }
}
