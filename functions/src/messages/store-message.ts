import { randomBytes } from "node:crypto";
import type { Author, Message } from "@live-chat/contract/message.ts";
import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import {
  type ConversationDocument,
  conversationRef,
  type Firestore,
  keyOf,
  type MessageDocument,
  messageRef,
  toMessage,
} from "@live-chat/core/documents.ts";
import { searchWords } from "@live-chat/core/search-words.ts";
import type { Transaction } from "firebase-admin/firestore";
import { checkWindow } from "../conversations/window.ts";
import type { MediaDocument } from "../media/documents.ts";
import { ProblemError } from "../problem.ts";
import { applyChanges } from "./apply-changes.ts";
import type { SentAs } from "./attempt.ts";
import { checkNotMoved } from "./check-not-moved.ts";
import { claimUploads, readUploads, toAttachments } from "./claim-uploads.ts";
import { withNewMessage } from "./conversation-document.ts";
import { inTurn } from "./in-turn.ts";
import type { CustomerKey, InboundChange, StoredItem } from "./inbound-change.ts";
import { newReply, replyFingerprint, replyId } from "./message-document.ts";
import type { Stored } from "./stored.ts";
import { storedDocuments } from "./stored-documents.ts";

/** What may be asked of Firestore without an error: no slashes, no names of its own. */
const OUR_ID = /^(?!__.*__$)[\w-]+$/;

/** As many as Firestore's client can be brought to make. */
const TRANSACTION = { maxAttempts: 10 };

/**
 * Hop 2, the only creator of messages. Stores what one webhook says about one customer (messages first, then the
 * rest in order) in one transaction; returns what became of each change, in the order given. Storing it again
 * changes nothing and returns the same. Throws Firestore's errors.
 */
export async function storeInbound(
  db: Firestore,
  customer: CustomerKey,
  changes: InboundChange[],
): Promise<StoredItem[]> {
  const newId = randomBytes(15).toString("base64url");
  const turn = keyOf(customer.channel, customer.account, customer.ids[0] ?? "");
  return inTurn(turn, () =>
    db.runTransaction((transaction) => storeArrival(db, transaction, customer, changes, newId), TRANSACTION),
  );
}

async function storeArrival(
  db: Firestore,
  transaction: Transaction,
  customer: CustomerKey,
  changes: InboundChange[],
  newId: string,
): Promise<StoredItem[]> {
  const documents = storedDocuments(db, transaction, customer);
  const { identities, known } = await documents.readLinks(customer.ids, providerIdsOf(changes));
  const byIds = customer.ids.map((id) => identities.get(id)).find((id) => id) ?? newId;
  const before = await documents.readStored(known, byIds, attemptsOf(changes));
  const conversationId = byIds === newId ? (reachedBy(changes, before, customer) ?? newId) : byIds;
  const { items, changed } = applyChanges(before, { customer, changes, conversationId, now: new Date() });
  documents.write(changed);
  if (before.conversations.has(conversationId) || changed.conversations.has(conversationId)) {
    const unlinked = customer.ids.filter((id) => identities.get(id) !== conversationId);
    for (const id of unlinked) documents.writeIdentity(id, conversationId);
  }
  return items;
}

function providerIdsOf(changes: InboundChange[]): string[] {
  const ids = changes.flatMap((change) =>
    change.kind === "message" ? [change.provider_id, change.reply_to] : [change.target],
  );
  return [...new Set(ids)].filter((id) => id !== null);
}

/**
 * The conversation of which a status speaks. Its customer may have an id that we learn only here: we wrote first, by a
 * number written in another way.
 */
function reachedBy(
  changes: InboundChange[],
  before: Stored,
  { channel, account }: CustomerKey,
): string | null {
  const spokenOf = changes
    .filter((change) => change.kind === "status")
    .flatMap(({ target, sent_as }) => [before.known.get(target)?.conversation_id, sent_as?.conversation_id])
    .map((id) => before.conversations.get(id ?? ""));
  const ours = spokenOf.find((it) => it?.channel === channel && it.account === account);
  return ours?.conversation_id ?? null;
}

function attemptsOf(changes: InboundChange[]): SentAs[] {
  return changes.flatMap((change) => (change.kind === "status" && change.sent_as ? [change.sent_as] : []));
}

/**
 * Stores an agent's or bot's answer (`queued`, to be delivered by a trigger) or a note. The same
 * `client_message_id` again returns the stored message with `created: false`. Throws ProblemError
 * `conversation_not_found`, `id_reused`, `message_not_found` (reply_to), `conversation_moved`, `window_closed`,
 * `upload_not_found`, `bad_request` (a file of another type); Firestore's errors.
 */
export async function storeReply(
  db: Firestore,
  conversationId: string,
  author: Author,
  body: SendMessageBody,
): Promise<{ message: Message; created: boolean }> {
  return inTurn(conversationId, () =>
    db.runTransaction(async (transaction) => {
      const { conversation, known } = await readForReply(db, transaction, conversationId, body);
      if (known) return { message: repeatOf(known, body), created: false };
      await checkNotMoved(db, transaction, conversation, body.expected_seq);
      checkWindow(conversation, body);
      const uploads = await readUploads(db, transaction, author, body);
      const reply = { author, body, uploads };
      return { message: writeReply(db, transaction, conversation, reply), created: true };
    }, TRANSACTION),
  );
}

async function readForReply(
  db: Firestore,
  transaction: Transaction,
  conversationId: string,
  { client_message_id, reply_to }: SendMessageBody,
) {
  const message = (id: string) => transaction.get(messageRef(db, conversationId, id));
  const [conversation, known, answered] = await Promise.all([
    transaction.get(conversationRef(db, conversationId)),
    message(replyId(conversationId, client_message_id)),
    reply_to && OUR_ID.test(reply_to) ? message(reply_to) : null,
  ]);
  const found = conversation.data();
  if (!found) throw new ProblemError("conversation_not_found");
  if (!known.exists && reply_to && !answered?.exists) {
    throw new ProblemError("message_not_found", "reply_to names no message of this conversation");
  }
  return { conversation: found, known: known.data() };
}

function repeatOf(known: MessageDocument, body: SendMessageBody): Message {
  if (known.fingerprint === replyFingerprint(body)) return toMessage(known);
  throw new ProblemError("id_reused", "another message was sent with this client_message_id");
}

function writeReply(
  db: Firestore,
  transaction: Transaction,
  conversation: ConversationDocument,
  { author, body, uploads }: { author: Author; body: SendMessageBody; uploads: MediaDocument[] },
): Message {
  const reply = newReply(conversation, author, body, new Date().toISOString());
  const attachments = toAttachments(uploads, body);
  const message = { ...reply, attachments, version: 1, search_words: searchWords(reply) };
  claimUploads(db, transaction, uploads, message);
  transaction.set(messageRef(db, conversation.conversation_id, message.message_id), message);
  transaction.set(conversationRef(db, conversation.conversation_id), {
    ...withNewMessage(conversation, message),
    version: conversation.version + 1,
  });
  return toMessage(message);
}
