import { FieldPath, type Firestore, type Query } from "@google-cloud/firestore";
import type { Conversation, ConversationStatus } from "@live-chat/contract/conversation.ts";
import { type ConversationsAnswer, DEFAULT_PAGE } from "@live-chat/contract/rest.ts";
import { type ConversationDocument, conversations, toConversation } from "./documents.ts";
import { searchKey } from "./filter-keys.ts";
import { parseCursor, toCursor } from "./list-cursor.ts";

export type ConversationFilter = {
  status?: ConversationStatus | undefined;
  /** An agent's id; null: nobody. */
  assignee?: string | null | undefined;
  label?: string | undefined;
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
  const query = filter.q === undefined ? byIndex(db, filter) : bySearch(db, filter.q);
  const from = after ? query.startAfter(after.lastActivityAt, after.conversationId) : query;
  const matches = filter.q === undefined ? () => true : (document: Filtered) => passes(document, filter);

  const [found, total] = await Promise.all([
    takeMatching(from, limit + 1, matches),
    filter.q === undefined ? countAll(query) : countMatching(query, filter, matches),
  ]);
  const page = found.slice(0, limit).map(toConversation);
  const last = page.at(-1);
  return { conversations: page, total, next_cursor: found.length > limit && last ? toCursor(last) : null };
}

type ConversationQuery = Query<ConversationDocument>;
type Filtered = Pick<Conversation, "status" | "assignee" | "labels">;

/** Each combination has its composite index in firestore.indexes.json. */
function byIndex(db: Firestore, { status, assignee, label }: ConversationFilter): ConversationQuery {
  let query: ConversationQuery = conversations(db);
  if (status !== undefined) query = query.where("status", "==", status);
  if (assignee === null) query = query.where("assignee", "==", null);
  else if (assignee !== undefined) query = query.where("assignee.id", "==", assignee);
  if (label !== undefined) query = query.where("labels", "array-contains", label);
  return newestFirst(query);
}

/**
 * A search narrows by its own key alone; the other filters are applied to what it finds. Indexing its many
 * prefixes together with each other filter would cost every message hundreds of index entries.
 */
function bySearch(db: Firestore, typed: string): ConversationQuery {
  return newestFirst(conversations(db).where("filter_keys", "array-contains", searchKey(typed)));
}

/** Ties in time are broken by the id, so that pages neither repeat nor skip. */
function newestFirst(query: ConversationQuery): ConversationQuery {
  return query.orderBy("last_activity_at", "desc").orderBy(FieldPath.documentId(), "desc");
}

function passes(document: Filtered, { status, assignee, label }: ConversationFilter): boolean {
  return (
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
async function countMatching(
  query: ConversationQuery,
  { status, assignee, label }: ConversationFilter,
  matches: (document: Filtered) => boolean,
): Promise<number> {
  if (status === undefined && assignee === undefined && label === undefined) return countAll(query);
  const { docs } = await query.select("status", "assignee", "labels").get();
  return docs.filter((doc) => matches(doc.data() as Filtered)).length;
}
