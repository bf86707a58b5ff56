import type { Firestore } from "@google-cloud/firestore";
import { DEFAULT_PAGE, type MessagesAnswer } from "@live-chat/contract/rest.ts";
import { messages, toMessage } from "./documents.ts";

export type MessagePage = {
  limit?: number | undefined;
  /** Messages below this `seq`, the newest of them … */
  before_seq?: number | undefined;
  /** … or above this one, the oldest of them; without either, the newest of all. */
  after_seq?: number | undefined;
};

/** A page of a conversation, ascending by `seq`. `has_more`: further ones in the direction that was asked for. */
export async function listMessages(
  db: Firestore,
  conversationId: string,
  { limit = DEFAULT_PAGE, before_seq, after_seq }: MessagePage = {},
): Promise<MessagesAnswer> {
  const all = messages(db, conversationId);
  const query =
    after_seq !== undefined
      ? all.where("seq", ">", after_seq).orderBy("seq", "asc")
      : before_seq !== undefined
        ? all.where("seq", "<", before_seq).orderBy("seq", "desc")
        : all.orderBy("seq", "desc");
  const { docs } = await query.limit(limit + 1).get();
  const page = docs.slice(0, limit).map((doc) => toMessage(doc.data()));
  return { messages: after_seq === undefined ? page.reverse() : page, has_more: docs.length > limit };
}
