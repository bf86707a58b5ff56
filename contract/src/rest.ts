import * as v from "valibot";
import { count, id, isoTime } from "./common.ts";
import { assignee, conversation, conversationStatus } from "./conversation.ts";
import { message } from "./message.ts";
import { queryFlag, queryInteger, queryText } from "./query.ts";
import { labelName } from "./settings.ts";
import { templateBody } from "./templates.ts";

/** Longest text of a message, in UTF-16 code units (WhatsApp's own limit for a text body). */
export const MAX_TEXT_LENGTH = 4096;
/** Longest text under a file (WhatsApp's own limit). */
export const MAX_CAPTION_LENGTH = 1024;
export const MAX_PAGE = 100;
export const DEFAULT_PAGE = 50;

export const listConversationsQuery = v.strictObject({
  status: v.optional(conversationStatus),
  /** An agent's id, `me`, or `none`. */
  assignee: v.optional(queryText),
  label: v.optional(queryText),
  /** `true`: only those with something unread. */
  unread: v.optional(queryFlag),
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

const isFile = (type: string) => ["image", "audio", "video", "document"].includes(type);
const uploadId = v.pipe(id, v.regex(/^(?!__.*__$)[\w-]+$/, "an upload_id"));

export const sendMessageBody = v.pipe(
  v.strictObject({
    /** Made by the client, once per message: sending the same id again stores nothing new. */
    client_message_id: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
    type: v.optional(v.picklist(["text", "note", "template", "image", "audio", "video", "document"]), "text"),
    /** Needed for text and notes; under a file it is the caption; a template brings its own. */
    text: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(MAX_TEXT_LENGTH),
        v.check((text) => text.trim() !== "", "some text"),
      ),
    ),
    template: v.optional(templateBody),
    /** The file of an image, audio, video or document. `voice`: recorded, as opposed to an audio file. */
    attachments: v.optional(
      v.pipe(
        v.array(v.strictObject({ upload_id: uploadId, voice: v.optional(v.boolean()) })),
        v.length(1, "one file"),
      ),
    ),
    reply_to: v.optional(v.nullable(v.pipe(id, v.regex(/^(?!__.*__$)[\w-]+$/, "the id of a message"))), null),
    /** The highest `seq` that the writer saw; if the conversation moved on, the answer is 409 with what was missed. */
    expected_seq: v.optional(count),
  }),
  v.forward(
    v.check(
      (body) => isFile(body.type) || (body.type === "template") === (body.text === undefined),
      "given, except with a template",
    ),
    ["text"],
  ),
  v.forward(
    v.check(
      (body) => !isFile(body.type) || (body.text?.length ?? 0) <= MAX_CAPTION_LENGTH,
      `at most ${MAX_CAPTION_LENGTH} characters under a file`,
    ),
    ["text"],
  ),
  v.forward(
    v.check((body) => body.type !== "audio" || body.text === undefined, "left out: audio has no caption"),
    ["text"],
  ),
  v.forward(
    v.check(
      (body) => isFile(body.type) === (body.attachments !== undefined),
      "given for image, audio, video and document",
    ),
    ["attachments"],
  ),
  v.forward(
    v.check(
      (body) => (body.type === "template") === (body.template !== undefined),
      "given for type template",
    ),
    ["template"],
  ),
);
export type SendMessageBody = v.InferOutput<typeof sendMessageBody>;
export const messageAnswer = v.object({ message });
/** The new attempt's number: the failed one's plus 1. Asking for it again changes nothing. */
export const retryBody = v.strictObject({ attempt: v.pipe(count, v.minValue(2)) });
/** What a note says from now on. */
export const editNoteBody = v.strictObject({
  text: v.pipe(
    v.string(),
    v.maxLength(MAX_TEXT_LENGTH),
    v.check((text) => text.trim() !== "", "some text"),
  ),
});
export type MessageAnswer = v.InferOutput<typeof messageAnswer>;

/** How many conversations each of the dashboard's filters shows; `mine` are the asking agent's. */
export const countsAnswer = v.object({
  counts: v.object({
    all: count,
    unread: count,
    mine: count,
    unassigned: count,
    waiting: count,
    resolved: count,
  }),
});
export type Counts = v.InferOutput<typeof countsAnswer>["counts"];

export const readBody = v.strictObject({ seq: count });
/** This message and those after it become unread. */
export const unreadBody = v.strictObject({ seq: v.pipe(count, v.minValue(1)) });

export const MAX_NOTE_LENGTH = 4000;
const customerName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));

export const updateConversationBody = v.pipe(
  v.strictObject({
    status: v.optional(conversationStatus),
    /** Only the id counts; the name is looked up. Null releases. */
    assignee: v.optional(
      v.nullable(v.object({ ...assignee.entries, name: v.optional(v.nullable(v.string())) })),
    ),
    labels: v.optional(v.pipe(v.array(labelName), v.maxLength(20))),
    /** What we call the customer, whatever they call themselves; null: what the channel says. */
    name: v.optional(v.nullable(customerName)),
    /** About the customer, for agents only; null or empty: none. */
    note: v.optional(v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(MAX_NOTE_LENGTH)))),
    blocked: v.optional(v.boolean()),
  }),
  v.check(
    (body) => Object.keys(body).length > 0,
    "at least one of status, assignee, labels, name, note, blocked",
  ),
);
export type UpdateConversationBody = v.InferOutput<typeof updateConversationBody>;

export const startConversationBody = v.strictObject({
  /** Elsewhere customers write first: only they know their ids. */
  channel: v.literal("whatsapp"),
  account: v.pipe(v.string(), v.regex(/^\d{1,32}$/, "a phone number id")),
  /** International, with or without `+`, spaces and the like: `+49 176 1234567`. */
  phone: v.pipe(
    v.string(),
    v.maxLength(40),
    v.transform((written) =>
      written
        .trim()
        .replace(/[\s()./-]/g, "")
        .replace(/^(\+|00)/, ""),
    ),
    v.regex(/^[1-9]\d{6,14}$/, "a phone number with its country code"),
  ),
  name: v.optional(customerName),
});
export type StartConversationBody = v.InferOutput<typeof startConversationBody>;

export const erasedAnswer = v.object({ conversation_id: id, messages: count });

export const ticketAnswer = v.object({ ticket: v.string(), expires_at: isoTime });
