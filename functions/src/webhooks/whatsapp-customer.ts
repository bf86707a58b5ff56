import type {
  WhatsAppContact,
  WhatsAppMessage,
  WhatsAppStatus,
} from "@live-chat/contract/whatsapp-webhook.ts";
import type { Profile } from "../messages/inbound-change.ts";

/** Everything by which one item names its customer. */
export type WhatsAppCustomer = { ids: string[]; profile: Profile };

/**
 * Pure. Takes a message and the contacts beside it; returns its customer, or null if nothing names one. The phone
 * number comes first where it's known: it lasts, and the business-scoped id of a username joins it.
 */
export function customerOfMessage(
  message: WhatsAppMessage,
  contacts: WhatsAppContact[],
): WhatsAppCustomer | null {
  const { from, from_user_id, system } = message;
  const contact = contactOf(contacts, from, from_user_id);
  const ids = [from, contact?.wa_id, from_user_id, contact?.user_id];
  const moved = [system?.previous_user_id, newNumber(message), system?.user_id];
  const user_id = newNumber(message) ?? system?.user_id;
  const customer = toCustomer([...ids, ...moved], contact);
  return customer && user_id ? { ...customer, profile: toProfile(user_id, null) } : customer;
}

/** Pure. The customer a status speaks of, or null if it doesn't say. */
export function customerOfStatus(
  status: WhatsAppStatus,
  contacts: WhatsAppContact[],
): WhatsAppCustomer | null {
  const { recipient_id, recipient_type, recipient_user_id } = status;
  const number = recipient_type === "group" ? null : recipient_id;
  if (!number && !recipient_user_id) return null;
  const contact = contactOf(contacts, number, recipient_user_id);
  return toCustomer([number, contact?.wa_id, recipient_user_id, contact?.user_id], contact);
}

type MaybeId = string | null | undefined;

/** The contact with one of the ids. The only contact is the sender's, too, if it has none to compare. */
function contactOf(contacts: WhatsAppContact[], number: MaybeId, userId: MaybeId) {
  const [only, ...others] = contacts;
  const comparable = (number && only?.wa_id) || (userId && only?.user_id);
  if (others.length === 0 && !comparable) return only;
  return (
    contacts.find((contact) => number && contact.wa_id === number) ??
    contacts.find((contact) => userId && contact.user_id === userId)
  );
}

function toCustomer(all: MaybeId[], contact: WhatsAppContact | undefined): WhatsAppCustomer | null {
  const ids = [...new Set(all.filter((id) => typeof id === "string"))];
  const user_id = ids.find(isPhoneNumber) ?? ids[0];
  if (user_id === undefined) return null;
  const { name, username } = contact?.profile ?? {};
  return { ids, profile: toProfile(user_id, name || username || null) };
}

function toProfile(user_id: string, name: string | null): Profile {
  return { user_id, name, phone: isPhoneNumber(user_id) ? `+${user_id}` : null };
}

function newNumber({ system }: WhatsAppMessage): MaybeId {
  return system?.wa_id ?? system?.new_wa_id;
}

/** A `wa_id`: a business-scoped id has a country's letters in front. */
export function isPhoneNumber(id: string): boolean {
  return /^\d{5,20}$/.test(id);
}
