import type { Firestore, Query } from "@google-cloud/firestore";
import type { SearchHit } from "@live-chat/contract/search.ts";
import { conversationRef, type MessageDocument, toConversation, toMessage } from "./documents.ts";
import { wordsOf } from "./search-words.ts";

/** Messages with the rarest word that are looked through for the other words, at most. */
const MOST_LOOKED_THROUGH = 1_000;
const PAGE = 100;

/**
 * The newest messages that hold all words of `typed`, wherever they are, with their conversations. Firestore looks
 * up one word, the one that looks rarest; the rest is compared here.
 */
export async function searchMessages(db: Firestore, typed: string, limit: number): Promise<SearchHit[]> {
  const words = wordsOf(typed);
  const rarest = rarestOf(words);
  if (rarest === undefined) return [];
  const query = db
    .collectionGroup("messages")
    .where("search_words", "array-contains", rarest)
    .orderBy("created_at", "desc") as Query<MessageDocument>;
  return withConversations(db, await takeMatching(query, words, limit));
}

/** Long words are rare, and so are those with digits: order numbers, codes. */
function rarestOf(words: string[]): string | undefined {
  const rarity = (word: string) => [...word].length + (/\d/.test(word) ? 3 : 0);
  return words.reduce<string | undefined>(
    (rarest, word) => (rarest === undefined || rarity(word) > rarity(rarest) ? word : rarest),
    undefined,
  );
}

async function takeMatching(
  query: Query<MessageDocument>,
  words: string[],
  limit: number,
): Promise<MessageDocument[]> {
  const page = words.length === 1 ? limit : PAGE;
  const taken: MessageDocument[] = [];
  let rest = query.limit(page);
  for (let seen = 0; seen < MOST_LOOKED_THROUGH && taken.length < limit; seen += page) {
    const { docs } = await rest.get();
    taken.push(...docs.map((doc) => doc.data()).filter((message) => hasAll(message, words)));
    const last = docs.at(-1);
    if (!last || docs.length < page) break;
    rest = query.startAfter(last).limit(page);
  }
  return taken.slice(0, limit);
}

/** In the whole text: only its first words are in the index. */
function hasAll({ text, attachments, search_words = [] }: MessageDocument, words: string[]): boolean {
  if (words.length === 1) return true;
  const all = new Set([
    ...search_words,
    ...wordsOf([text, ...attachments.map(({ name }) => name)].join("\n")),
  ]);
  return words.every((word) => all.has(word));
}

/** Without those whose conversation is being erased. */
async function withConversations(db: Firestore, found: MessageDocument[]): Promise<SearchHit[]> {
  const refs = [...new Set(found.map((message) => message.conversation_id))].map((id) =>
    conversationRef(db, id),
  );
  const read = refs.length > 0 ? await db.getAll(...refs) : [];
  const documents = new Map(refs.map((ref, index) => [ref.id, read[index]!]));
  return found.flatMap((message) => {
    const conversation = documents.get(message.conversation_id)?.data();
    if (!conversation) return [];
    return [{ message: toMessage(message), conversation: toConversation(conversation as never) }];
  });
}
