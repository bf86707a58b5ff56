import { GraphError } from "./graph-error.ts";
import type { MediaStore } from "./media-store.ts";
import { parseBody } from "./parse-body.ts";
import { type Interactive, type SendBody, sendBody } from "./send-schema.ts";

/** A send whose body is as Meta wants it. */
export type CheckedSend = SendBody & { address: { phone: string; input: string } | { user_id: string } };

const MEDIA_TYPES = ["image", "audio", "video", "document", "sticker"] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export function isMediaType(type: string): type is MediaType {
  return (MEDIA_TYPES as readonly string[]).includes(type);
}

/** Takes the JSON of a send. Throws the GraphError by which Graph would refuse it. */
export function checkMessage(raw: unknown, sender: string, media: MediaStore): CheckedSend {
  const body = parseBody(sendBody, raw);
  const address = checkRecipient(body, sender);
  const content = body[body.type];
  if (content === undefined) {
    throw new GraphError(131008, `Parameter '${body.type}' is mandatory for type '${body.type}'.`);
  }
  if (isMediaType(body.type)) checkMediaSource(body.type, body, media);
  if (body.interactive && body.type === "interactive") checkInteractive(body.interactive);
  if (body.reaction && body.type === "reaction") checkReaction(body.reaction);
  return { ...body, address };
}

function checkRecipient({ to, recipient }: SendBody, sender: string): CheckedSend["address"] {
  if (to === undefined && recipient === undefined)
    throw new GraphError(131008, "Parameter 'to' is mandatory.");
  if (to === undefined) {
    if (!/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(recipient!)) {
      throw new GraphError(131009, "Parameter 'recipient' is not a business-scoped user id.");
    }
    return { user_id: recipient! };
  }
  // Letters are dropped, not refused: so a user id in `to` becomes a number that nobody has.
  const phone = to.replace(/\D/g, "");
  if (phone === "") throw new GraphError(131009, "Parameter 'to' is not a phone number.");
  if (phone === sender.replace(/\D/g, "")) throw new GraphError(131021);
  return { phone, input: to };
}

function checkMediaSource(type: MediaType, body: SendBody, media: MediaStore): void {
  const { id, link } = body[type]!;
  if (id === undefined && link === undefined) {
    throw new GraphError(131008, `Parameter '${type}' needs either 'id' or 'link'.`);
  }
  if (id !== undefined && link !== undefined) {
    throw new GraphError(131009, `Parameter '${type}' takes either 'id' or 'link', not both.`);
  }
  if (id !== undefined && !media.get(id)) {
    throw new GraphError(131009, `Parameter ${type}['id']: there is no media ${id}.`);
  }
}

function checkInteractive({ type, action }: Interactive): void {
  if (type === "button") {
    const titles = action.buttons?.map(({ reply }) => reply.title) ?? [];
    const ids = action.buttons?.map(({ reply }) => reply.id) ?? [];
    if (titles.length === 0) throw new GraphError(131008, "Parameter 'action.buttons' is mandatory.");
    if (new Set(titles).size < titles.length || new Set(ids).size < ids.length) {
      throw new GraphError(131009, "Duplicated title or id in the buttons.");
    }
  } else if (type === "list") {
    if (!action.button) throw new GraphError(131008, "Parameter 'action.button' is mandatory.");
    const rows = action.sections?.flatMap((section) => section.rows) ?? [];
    if (rows.length === 0) throw new GraphError(131008, "Parameter 'action.sections' is mandatory.");
    if (rows.length > 10) throw new GraphError(131009, `A list has at most 10 rows, not ${rows.length}.`);
  } else if (type !== "cta_url" && type !== "location_request_message") {
    throw new GraphError(131051, `Interactive messages of type ${type} are not supported for this number.`);
  }
}

/** Whether there is such a message is found out later, and told by a webhook. */
function checkReaction({ emoji }: NonNullable<SendBody["reaction"]>): void {
  if (emoji !== "" && !/^\p{RGI_Emoji}$/v.test(emoji)) {
    throw new GraphError(131009, "Parameter reaction['emoji'] must be one emoji.");
  }
}
