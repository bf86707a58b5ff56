import * as v from "valibot";

/** What `POST /{phone-number-id}/messages` takes, by Meta's reference. Whatever isn't named here is refused. */
const text = v.string();
const filled = v.pipe(text, v.minLength(1));
const link = v.pipe(text, v.url(), v.regex(/^https?:/));
const caption = v.optional(v.pipe(text, v.maxLength(1024)));
const coordinate = (limit: number) =>
  v.pipe(v.union([v.number(), text]), v.transform(Number), v.minValue(-limit), v.maxValue(limit));

const file = { id: v.optional(filled), link: v.optional(link) };

const contact = v.strictObject({
  name: v.strictObject({
    formatted_name: filled,
    first_name: v.optional(text),
    last_name: v.optional(text),
    middle_name: v.optional(text),
    prefix: v.optional(text),
    suffix: v.optional(text),
  }),
  phones: v.optional(
    v.array(v.strictObject({ phone: v.optional(text), wa_id: v.optional(text), type: v.optional(text) })),
  ),
  emails: v.optional(v.array(v.strictObject({ email: v.optional(text), type: v.optional(text) }))),
  addresses: v.optional(v.array(v.record(text, text))),
  urls: v.optional(v.array(v.strictObject({ url: v.optional(text), type: v.optional(text) }))),
  org: v.optional(v.record(text, text)),
  birthday: v.optional(v.pipe(text, v.regex(/^\d{4}-\d{2}-\d{2}$/))),
});

const replyButton = v.strictObject({
  type: v.literal("reply"),
  reply: v.strictObject({
    id: v.pipe(filled, v.maxLength(256)),
    title: v.pipe(filled, v.maxLength(20)),
  }),
});
const listRow = v.strictObject({
  id: v.pipe(filled, v.maxLength(200)),
  title: v.pipe(filled, v.maxLength(24)),
  description: v.optional(v.pipe(text, v.maxLength(72))),
});
const interactive = v.strictObject({
  type: filled,
  header: v.optional(v.looseObject({ type: v.picklist(["text", "image", "video", "document"]) })),
  body: v.strictObject({ text: v.pipe(filled, v.maxLength(4096)) }),
  footer: v.optional(v.strictObject({ text: v.pipe(filled, v.maxLength(60)) })),
  action: v.strictObject({
    button: v.optional(v.pipe(filled, v.maxLength(20))),
    buttons: v.optional(v.pipe(v.array(replyButton), v.minLength(1), v.maxLength(3))),
    sections: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            title: v.optional(v.pipe(text, v.maxLength(24))),
            rows: v.pipe(v.array(listRow), v.minLength(1), v.maxLength(10)),
          }),
        ),
        v.minLength(1),
        v.maxLength(10),
      ),
    ),
    name: v.optional(text),
    parameters: v.optional(v.looseObject({})),
  }),
});

const parameter = v.looseObject({
  type: v.picklist(["text", "currency", "date_time", "image", "video", "document", "location", "payload"]),
  parameter_name: v.optional(filled),
  text: v.optional(text),
});
const component = v.strictObject({
  type: v.pipe(text, v.toLowerCase(), v.picklist(["header", "body", "button"])),
  sub_type: v.optional(text),
  index: v.optional(v.union([v.number(), text])),
  parameters: v.optional(v.array(parameter)),
});
const template = v.strictObject({
  name: filled,
  language: v.strictObject({ code: filled, policy: v.optional(v.literal("deterministic")) }),
  components: v.optional(v.array(component)),
});

export const MESSAGE_TYPES = [
  "audio",
  "contacts",
  "document",
  "image",
  "interactive",
  "location",
  "reaction",
  "sticker",
  "template",
  "text",
  "video",
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export const sendBody = v.strictObject({
  messaging_product: v.literal("whatsapp"),
  recipient_type: v.optional(v.literal("individual")),
  /** A phone number. */
  to: v.optional(filled),
  /** A business-scoped user id; `to` wins where both are given. */
  recipient: v.optional(filled),
  type: v.optional(v.picklist(MESSAGE_TYPES), "text"),
  context: v.optional(v.strictObject({ message_id: filled })),
  biz_opaque_callback_data: v.optional(v.pipe(text, v.maxLength(512))),
  text: v.optional(
    v.strictObject({ body: v.pipe(filled, v.maxLength(4096)), preview_url: v.optional(v.boolean()) }),
  ),
  image: v.optional(v.strictObject({ ...file, caption })),
  video: v.optional(v.strictObject({ ...file, caption })),
  audio: v.optional(v.strictObject({ ...file, voice: v.optional(v.boolean()) })),
  document: v.optional(
    v.strictObject({ ...file, caption, filename: v.optional(v.pipe(filled, v.maxLength(240))) }),
  ),
  sticker: v.optional(v.strictObject(file)),
  location: v.optional(
    v.strictObject({
      latitude: coordinate(90),
      longitude: coordinate(180),
      name: v.optional(text),
      address: v.optional(text),
    }),
  ),
  contacts: v.optional(v.pipe(v.array(contact), v.minLength(1), v.maxLength(257))),
  /** An empty emoji takes the reaction back. */
  reaction: v.optional(v.strictObject({ message_id: filled, emoji: text })),
  interactive: v.optional(interactive),
  template: v.optional(template),
});
export type SendBody = v.InferOutput<typeof sendBody>;
export type Template = v.InferOutput<typeof template>;
export type Interactive = v.InferOutput<typeof interactive>;

/** `status: "read"` marks a message and all before it read, and can show that somebody types. */
export const readBody = v.strictObject({
  messaging_product: v.literal("whatsapp"),
  status: v.literal("read"),
  message_id: filled,
  typing_indicator: v.optional(v.strictObject({ type: v.literal("text") })),
});
export type ReadBody = v.InferOutput<typeof readBody>;
