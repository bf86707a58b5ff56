import * as v from "valibot";

/**
 * WhatsApp Cloud API webhooks, read leniently: only what decides where an item belongs is required, because
 * Meta adds fields and types without notice, and an unknown one must become a visible message, never a drop.
 * Each message, status and change is checked on its own. Source: Meta's Cloud API webhook reference.
 */
const text = v.string();
const seconds = v.pipe(v.string(), v.regex(/^\d{1,12}$/, "seconds since 1970, as text"));

const media = v.looseObject({
  id: v.optional(text),
  mime_type: v.optional(text),
  sha256: v.optional(text),
  caption: v.optional(text),
  filename: v.optional(text),
  voice: v.optional(v.boolean()),
  url: v.optional(text),
});
const choice = v.looseObject({ id: text, title: text, description: v.optional(text) });

export const whatsAppMessage = v.looseObject({
  id: v.pipe(text, v.minLength(1)),
  /** Absent for customers known by username only; then `from_user_id` identifies them. */
  from: v.optional(text),
  from_user_id: v.optional(text),
  timestamp: seconds,
  type: text,
  context: v.optional(v.looseObject({ id: v.optional(text) })),
  text: v.optional(v.looseObject({ body: text })),
  image: v.optional(media),
  audio: v.optional(media),
  video: v.optional(media),
  document: v.optional(media),
  sticker: v.optional(media),
  location: v.optional(
    v.looseObject({
      latitude: v.number(),
      longitude: v.number(),
      name: v.optional(text),
      address: v.optional(text),
    }),
  ),
  contacts: v.optional(
    v.array(
      v.looseObject({
        name: v.optional(v.looseObject({ formatted_name: v.optional(text) })),
        phones: v.optional(v.array(v.looseObject({ phone: v.optional(text) }))),
        emails: v.optional(v.array(v.looseObject({ email: v.optional(text) }))),
      }),
    ),
  ),
  interactive: v.optional(
    v.looseObject({
      type: text,
      button_reply: v.optional(choice),
      list_reply: v.optional(choice),
      nfm_reply: v.optional(
        v.looseObject({ name: v.optional(text), body: v.optional(text), response_json: v.optional(text) }),
      ),
    }),
  ),
  button: v.optional(v.looseObject({ payload: v.optional(text), text: v.optional(text) })),
  reaction: v.optional(v.looseObject({ message_id: text, emoji: v.optional(text) })),
  order: v.optional(
    v.looseObject({
      catalog_id: v.optional(text),
      text: v.optional(text),
      product_items: v.optional(
        v.array(
          v.looseObject({
            product_retailer_id: text,
            quantity: v.union([v.number(), text]),
            item_price: v.union([v.number(), text]),
            currency: text,
          }),
        ),
      ),
    }),
  ),
  system: v.optional(
    v.looseObject({
      body: v.optional(text),
      type: v.optional(text),
      wa_id: v.optional(text),
      user_id: v.optional(text),
    }),
  ),
  errors: v.optional(v.array(v.looseObject({ code: v.optional(v.number()), title: v.optional(text) }))),
});
export type WhatsAppMessage = v.InferOutput<typeof whatsAppMessage>;

export const whatsAppStatus = v.looseObject({
  id: v.pipe(text, v.minLength(1)),
  /** sent, delivered, read, played, failed, and what Meta may add. */
  status: text,
  timestamp: seconds,
  recipient_id: v.optional(text),
  recipient_user_id: v.optional(text),
  biz_opaque_callback_data: v.optional(text),
  errors: v.optional(
    v.array(
      v.looseObject({
        code: v.union([v.number(), text]),
        title: v.optional(text),
        message: v.optional(text),
        error_data: v.optional(v.looseObject({ details: v.optional(text) })),
      }),
    ),
  ),
});
export type WhatsAppStatus = v.InferOutput<typeof whatsAppStatus>;

export const whatsAppContact = v.looseObject({
  wa_id: v.optional(text),
  user_id: v.optional(text),
  profile: v.optional(v.looseObject({ name: v.optional(text), username: v.optional(text) })),
});
export type WhatsAppContact = v.InferOutput<typeof whatsAppContact>;

/** A change's `value`: messages and statuses stay unchecked here, so that a bad one never costs the others. */
export const whatsAppValue = v.looseObject({
  messaging_product: v.optional(text),
  metadata: v.looseObject({ phone_number_id: text, display_phone_number: v.optional(text) }),
  contacts: v.optional(v.array(v.unknown())),
  messages: v.optional(v.array(v.unknown())),
  statuses: v.optional(v.array(v.unknown())),
});
export type WhatsAppValue = v.InferOutput<typeof whatsAppValue>;

/** The envelope: anything else is not a WhatsApp webhook and is answered 400. */
export const whatsAppWebhookBody = v.looseObject({
  object: v.literal("whatsapp_business_account"),
  entry: v.array(v.unknown()),
});
