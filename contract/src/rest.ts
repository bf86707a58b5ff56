import * as v from "valibot";
import { count, id, isoTime } from "./common.ts";
import { assignee, conversation, conversationStatus } from "./conversation.ts";
import { message } from "./message.ts";

/** Longest text of a message, in UTF-16 code units (WhatsApp's own limit for a text body). */
export const MAX_TEXT_LENGTH = 4096;
export const MAX_PAGE = 100;
export const DEFAULT_PAGE = 50;

/** An integer in a query string. */
const queryInteger = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, "a whole number"),
    v.transform(Number),
    v.minValue(least),
    v.maxValue(most),
  );
const queryText = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

export const listConversationsQuery = v.strictObject({
  status: v.optional(conversationStatus),
  /** An agent's id, `me`, or `none`. */
  assignee: v.optional(queryText),
  label: v.optional(queryText),
  q: v.optional(queryText),
  limit: v.optional(queryInteger(1, MAX_PAGE)),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(1000))),
});
export const conversationsAnswer = v.object({
  conversations: v.array(conversation),
  total: count,
  next_cursor: v.nullable(v.string()),
});
export type ConversationsAnswer = v.InferOutput<typeof conversationsAnswer>;

export const conversationAnswer = v.object({ conversation });

export const listMessagesQuery = v.pipe(
  v.strictObject({
    limit: v.optional(queryInteger(1, MAX_PAGE)),
    before_seq: v.optional(queryInteger(0, Number.MAX_SAFE_INTEGER)),
    after_seq: v.optional(queryInteger(0, Number.MAX_SAFE_INTEGER)),
  }),
  v.check(
    (q) => q.before_seq === undefined || q.after_seq === undefined,
    "before_seq or after_seq, not both",
  ),
);
export const messagesAnswer = v.object({ messages: v.array(message), has_more: v.boolean() });
export type MessagesAnswer = v.InferOutput<typeof messagesAnswer>;

export const sendMessageBody = v.strictObject({
  /** Made by the client, once per message: sending the same id again stores nothing new. */
  client_message_id: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  type: v.optional(v.picklist(["text", "note"]), "text"),
  text: v.pipe(
    v.string(),
    v.maxLength(MAX_TEXT_LENGTH),
    v.check((text) => text.trim() !== "", "some text"),
  ),
  reply_to: v.optional(v.nullable(v.pipe(id, v.regex(/^(?!__.*__$)[\w-]+$/, "the id of a message"))), null),
  /** The conversation's `last_seq` that the writer saw; if it moved on, the answer is 409 with what was missed. */
  expected_seq: v.optional(count),
});
export type SendMessageBody = v.InferOutput<typeof sendMessageBody>;
export const messageAnswer = v.object({ message });
export type MessageAnswer = v.InferOutput<typeof messageAnswer>;

export const readBody = v.strictObject({ seq: count });

const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40));
export const updateConversationBody = v.pipe(
  v.strictObject({
    status: v.optional(conversationStatus),
    /** Only the id counts; the name is looked up. Null releases. */
    assignee: v.optional(
      v.nullable(v.object({ ...assignee.entries, name: v.optional(v.nullable(v.string())) })),
    ),
    labels: v.optional(v.pipe(v.array(label), v.maxLength(20))),
  }),
  v.check((body) => Object.keys(body).length > 0, "at least one of status, assignee, labels"),
);
export type UpdateConversationBody = v.InferOutput<typeof updateConversationBody>;

export const ticketAnswer = v.object({ ticket: v.string(), expires_at: isoTime });
