import * as v from "valibot";
import { count, id } from "./common.ts";
import { MAX_TEXT_LENGTH } from "./rest.ts";

export const MAX_WEBHOOK_ITEMS = 1000;
/** bytes */
export const MAX_WEBHOOK_SIZE = 3_000_000;

const externalId = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

const timeWithOffset = "an ISO 8601 time with an offset";

const httpsUrl = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.url("a URL"),
  v.startsWith("https://", "an https URL"),
);

/** One message of `POST /api/webhooks/messages/:source`, alone or in a batch. */
export const incomingMessage = v.pipe(
  v.object({
    /** The sender's own id of this message; sending it again changes nothing. */
    id: externalId,
    from: v.object({
      id: externalId,
      name: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(200)))),
      phone: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(40)))),
    }),
    type: v.optional(v.picklist(["text", "image", "audio", "video", "document", "sticker"])),
    text: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH)))),
    attachments: v.optional(
      v.pipe(
        v.array(
          v.object({
            kind: v.optional(v.picklist(["image", "audio", "video", "document", "sticker"])),
            url: httpsUrl,
            mime_type: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100)))),
            name: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(255)))),
            size: v.optional(v.nullable(count)),
          }),
        ),
        v.maxLength(10),
      ),
    ),
    /** ISO 8601 with an offset. */
    timestamp: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/, timeWithOffset),
        v.check((time) => !Number.isNaN(Date.parse(time)), timeWithOffset),
      ),
    ),
    /** The sender's id of the message this one answers. */
    reply_to: v.optional(v.nullable(externalId)),
  }),
  v.check(
    (m) => Boolean(m.text?.trim()) || Boolean(m.attachments?.length),
    "a message with text or attachments",
  ),
  v.check(
    (m) => !m.type || m.type === "text" || Boolean(m.attachments?.length),
    "a message with an attachment of its type",
  ),
);
export type IncomingMessage = v.InferOutput<typeof incomingMessage>;

/** The envelope of many: each is checked on its own, so that a bad one never costs the others. */
export const messagesBatch = v.looseObject({ messages: v.pipe(v.array(v.unknown()), v.minLength(1)) });

export const receipt = v.object({
  index: count,
  id: v.string(),
  conversation_id: id,
  message_id: id,
  seq: count,
});
export type Receipt = v.InferOutput<typeof receipt>;

export const messagesWebhookAnswer = v.object({
  accepted: v.array(receipt),
  /** Known from an earlier call: the fields as they were answered then. */
  duplicates: v.array(receipt),
  rejected: v.array(v.object({ index: count, code: v.string(), pointer: v.string(), detail: v.string() })),
  /** Only with 503: these may be sent again. */
  failed: v.optional(v.array(v.object({ index: count, code: v.string() }))),
});
export type MessagesWebhookAnswer = v.InferOutput<typeof messagesWebhookAnswer>;
