import { FieldPath, type Firestore, type Query } from "@google-cloud/firestore";
import type { ConversationStatus } from "@live-chat/contract/conversation.ts";
import { type ConversationsAnswer, DEFAULT_PAGE } from "@live-chat/contract/rest.ts";
import { type ConversationDocument, conversations, toConversation } from "./documents.ts";
import { searchKey, UNREAD_KEY } from "./filter-keys.ts";
import { parseCursor, toCursor } from "./list-cursor.ts";

export type ConversationFilter = {
  status?: ConversationStatus | undefined;
  /** An agent's id; null: nobody. */
  assignee?: string | null | undefined;
  label?: string | undefined;
  /** True: only those with something unread. */
  unread?: boolean | undefined;
  /** The beginning of a name, of a word of it, or of a phone number. */
  q?: string | undefined;
};

export type ConversationPage = { limit?: number | undefined; cursor?: string | undefined };

/**
 * One page of the conversations that pass the filter, newest activity first, with their total number.
 * Throws CursorError for a cursor that isn't one of ours.
 */
export async function listConversations(
  db: Firestore,
  filter: ConversationFilter & ConversationPage = {},
): Promise<ConversationsAnswer> {
  const { limit = DEFAULT_PAGE, cursor } = filter;
  const after = cursor === undefined ? null : parseCursor(cursor);
  const key = keyOf(filter);
  const query = key === undefined ? byIndex(db, filter) : byKey(db, key);
  const from = after ? query.startAfter(after.lastActivityAt, after.conversationId) : query;
  const matches = key === undefined ? () => true : (document: Filtered) => passes(document, filter);

  const [found, total] = await Promise.all([
    takeMatching(from, limit + 1, matches),
    key === undefined ? countAll(query) : countMatching(query, filter),
  ]);
  const page = found.slice(0, limit).map(toConversation);
  const last = page.at(-1);
  return { conversations: page, total, next_cursor: found.length > limit && last ? toCursor(last) : null };
}

/** How many conversations pass the filter. */
export function countConversations(db: Firestore, filter: ConversationFilter = {}): Promise<number> {
  const key = keyOf(filter);
  if (key === undefined) return countAll(byIndex(db, filter));
  return countMatching(byKey(db, key), filter);
}

type ConversationQuery = Query<ConversationDocument>;
type Filtered = Pick<ConversationDocument, "status" | "assignee" | "labels" | "unread_count">;

/** Each combination has its composite index in firestore.indexes.json. */
function byIndex(db: Firestore, { status, assignee, label }: ConversationFilter): ConversationQuery {
  let query: ConversationQuery = conversations(db);
  if (status !== undefined) query = query.where("status", "==", status);
  if (assignee === null) query = query.where("assignee", "==", null);
  else if (assignee !== undefined) query = query.where("assignee.id", "==", assignee);
  if (label !== undefined) query = query.where("labels", "array-contains", label);
  return newestFirst(query);
}

/** What a search, else the wish for unread ones, looks up among the conversations' keys. */
function keyOf({ q, unread }: ConversationFilter): string | undefined {
  return q !== undefined ? searchKey(q) : unread ? UNREAD_KEY : undefined;
}

/**
 * A key narrows alone; the other filters are applied to what it finds. Indexing the many keys together with each
 * other filter would cost every message hundreds of index entries.
 */
function byKey(db: Firestore, key: string): ConversationQuery {
  return newestFirst(conversations(db).where("filter_keys", "array-contains", key));
}

/** Ties in time are broken by the id, so that pages neither repeat nor skip. */
function newestFirst(query: ConversationQuery): ConversationQuery {
  return query.orderBy("last_activity_at", "desc").orderBy(FieldPath.documentId(), "desc");
}

function passes(document: Filtered, { status, assignee, label, unread }: ConversationFilter): boolean {
  return (
    (!unread || document.unread_count > 0) &&
    (status === undefined || document.status === status) &&
    (assignee === undefined || (document.assignee?.id ?? null) === assignee) &&
    (label === undefined || document.labels.includes(label))
  );
}

/** The first `wanted` documents that match, read in pages. */
async function takeMatching(
  query: ConversationQuery,
  wanted: number,
  matches: (document: ConversationDocument) => boolean,
): Promise<ConversationDocument[]> {
  const taken: ConversationDocument[] = [];
  let rest = query.limit(wanted);
  for (;;) {
    const { docs } = await rest.get();
    taken.push(...docs.map((doc) => doc.data()).filter(matches));
    const last = docs.at(-1);
    if (!last || docs.length < wanted || taken.length >= wanted) return taken.slice(0, wanted);
    rest = query.startAfter(last).limit(wanted);
  }
}

async function countAll(query: ConversationQuery): Promise<number> {
  return (await query.count().get()).data().count;
}

/** Firestore counts by index only: what an index doesn't cover is counted one by one. */
async function countMatching(query: ConversationQuery, filter: ConversationFilter): Promise<number> {
  const { status, assignee, label, q, unread } = filter;
  const keyIsAll = status === undefined && assignee === undefined && label === undefined;
  if (keyIsAll && !(q !== undefined && unread)) return countAll(query);
  const { docs } = await query.select("status", "assignee", "labels", "unread_count").get();
  return docs.filter((doc) => passes(doc.data() as Filtered, filter)).length;
}
