import { type ConversationDocument, conversationRef } from "@live-chat/core/documents.ts";
import { filterKeys } from "@live-chat/core/filter-keys.ts";
import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { Transaction } from "firebase-admin/firestore";
import type { Dependencies } from "../dependencies.ts";
import { inTurn } from "../messages/in-turn.ts";
import { ProblemError } from "../problem.ts";

type Changes = Partial<ConversationDocument>;
type Decide = (
  before: ConversationDocument,
  transaction: Transaction,
) => Promise<Changes | null> | Changes | null;

/**
 * Changes a conversation, and with it what it is found by, in one transaction and raises its version; where
 * `decide` returns null, it stays as it is. Returns the conversation as it is then; throws `conversation_not_found`.
 */
export async function changeConversation(
  { db, redis }: Pick<Dependencies, "db" | "redis">,
  id: string,
  decide: Decide,
): Promise<ConversationDocument> {
  const ref = conversationRef(db, id);
  const { before, after } = await inTurn(id, () =>
    db.runTransaction(async (transaction) => {
      const before = (await transaction.get(ref)).data();
      if (!before) throw new ProblemError("conversation_not_found");
      const decided = await decide(before, transaction);
      if (!decided) return { before, after: before };
      const filter_keys = filterKeys({ ...before, ...decided });
      const changes = { ...decided, filter_keys, version: before.version + 1 };
      transaction.update(ref, changes);
      return { before, after: { ...before, ...changes } };
    }),
  );
  if (after !== before) await dropFirstPage(redis);
  return after;
}
