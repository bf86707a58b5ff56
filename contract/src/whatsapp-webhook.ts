import * as v from "valibot";

/**
 * WhatsApp Cloud API webhooks, read leniently: only what decides where an item belongs is required, because
 * Meta adds fields and types without notice, and an unknown one must become a visible message, never a drop.
 * Each message, status and change is checked on its own; null is as good as absent. Source: Meta's Cloud API webhook reference.
 */
const text = v.string();
const id = v.pipe(text, v.minLength(1), v.maxLength(512));
/** Seconds since 1970, mostly as text; read as ms. */
const seconds = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\d{1,10}$/, "seconds since 1970"),
  v.transform((written) => Number(written) * 1000),
);

const numeric = v.pipe(v.union([v.number(), text]), v.transform(Number), v.finite("a number"));

const media = v.looseObject({
  id: v.nullish(text),
  mime_type: v.nullish(text),
  sha256: v.nullish(text),
  caption: v.nullish(text),
  filename: v.nullish(text),
  voice: v.nullish(v.boolean()),
  url: v.nullish(text),
});
const choice = v.looseObject({ id: text, title: text, description: v.nullish(text) });

/** Text and media: what an edited message may hold anew. */
const body = {
  text: v.nullish(v.looseObject({ body: v.nullish(text) })),
  image: v.nullish(media),
  audio: v.nullish(media),
  video: v.nullish(media),
  document: v.nullish(media),
  sticker: v.nullish(media),
};
const error = v.looseObject({
  code: v.nullish(v.union([v.number(), text])),
  title: v.nullish(text),
  message: v.nullish(text),
  error_data: v.nullish(v.looseObject({ details: v.nullish(text) })),
});
export type WhatsAppError = v.InferOutput<typeof error>;

export const whatsAppMessage = v.looseObject({
  id,
  /** The phone number; absent for customers known by username only. */
  from: v.nullish(id),
  /** The business-scoped user id. */
  from_user_id: v.nullish(id),
  timestamp: seconds,
  type: text,
  /** The message this one answers. */
  context: v.nullish(v.looseObject({ id: v.nullish(id) })),
  ...body,
  location: v.nullish(
    v.looseObject({
      latitude: v.number(),
      longitude: v.number(),
      name: v.nullish(text),
      address: v.nullish(text),
    }),
  ),
  contacts: v.nullish(
    v.array(
      v.looseObject({
        name: v.nullish(v.looseObject({ formatted_name: v.nullish(text), first_name: v.nullish(text) })),
        phones: v.nullish(v.array(v.looseObject({ phone: v.nullish(text), wa_id: v.nullish(text) }))),
        emails: v.nullish(v.array(v.looseObject({ email: v.nullish(text) }))),
      }),
    ),
  ),
  interactive: v.nullish(
    v.looseObject({
      type: text,
      button_reply: v.nullish(choice),
      list_reply: v.nullish(choice),
      nfm_reply: v.nullish(
        v.looseObject({ name: v.nullish(text), body: v.nullish(text), response_json: v.nullish(text) }),
      ),
    }),
  ),
  button: v.nullish(v.looseObject({ payload: v.nullish(text), text: v.nullish(text) })),
  /** No emoji: the reaction is taken back. */
  reaction: v.nullish(v.looseObject({ message_id: id, emoji: v.nullish(text) })),
  edit: v.nullish(
    v.looseObject({ original_message_id: id, message: v.looseObject({ type: text, ...body }) }),
  ),
  revoke: v.nullish(v.looseObject({ original_message_id: id })),
  order: v.nullish(
    v.looseObject({
      catalog_id: v.nullish(text),
      text: v.nullish(text),
      product_items: v.nullish(
        v.array(
          v.looseObject({
            product_retailer_id: text,
            quantity: numeric,
            item_price: numeric,
            currency: text,
          }),
        ),
      ),
    }),
  ),
  /** The customer's new ids; earlier API versions name the phone number `new_wa_id`. */
  system: v.nullish(
    v.looseObject({
      body: v.nullish(text),
      type: v.nullish(text),
      wa_id: v.nullish(id),
      new_wa_id: v.nullish(id),
      user_id: v.nullish(id),
      previous_user_id: v.nullish(id),
    }),
  ),
  /** What WhatsApp itself calls a message that it doesn't pass on. */
  unsupported: v.nullish(v.looseObject({ type: v.nullish(text) })),
  errors: v.nullish(v.array(error)),
});
export type WhatsAppMessage = v.InferOutput<typeof whatsAppMessage>;

export const whatsAppStatus = v.looseObject({
  id,
  /** sent, delivered, read, played, failed, and what Meta may add. */
  status: text,
  timestamp: seconds,
  recipient_id: v.nullish(id),
  /** `group`: then `recipient_id` names no customer. */
  recipient_type: v.nullish(text),
  recipient_user_id: v.nullish(id),
  /** What we gave along with the send. */
  biz_opaque_callback_data: v.nullish(text),
  errors: v.nullish(v.array(error)),
});
export type WhatsAppStatus = v.InferOutput<typeof whatsAppStatus>;

export const whatsAppContact = v.looseObject({
  wa_id: v.nullish(id),
  user_id: v.nullish(id),
  profile: v.nullish(v.looseObject({ name: v.nullish(text), username: v.nullish(text) })),
});
export type WhatsAppContact = v.InferOutput<typeof whatsAppContact>;

/** What a `messages` change holds: each message and status is checked on its own. */
export const whatsAppValue = v.looseObject({
  metadata: v.looseObject({ phone_number_id: id }),
  contacts: v.nullish(v.array(v.unknown())),
  messages: v.nullish(v.array(v.unknown())),
  statuses: v.nullish(v.array(v.unknown())),
});
export type WhatsAppValue = v.InferOutput<typeof whatsAppValue>;

export const whatsAppEntry = v.looseObject({ changes: v.array(v.unknown()) });

/** Fields other than `messages` are news about the account, not about conversations. */
export const whatsAppChange = v.looseObject({ field: text, value: v.unknown() });

/** The envelope: anything else is not a WhatsApp webhook and is answered 400. */
export const whatsAppWebhookBody = v.looseObject({
  object: v.literal("whatsapp_business_account"),
  entry: v.array(v.unknown()),
});
