import {
  type WhatsAppContact,
  type WhatsAppValue,
  whatsAppChange,
  whatsAppContact,
  whatsAppEntry,
  whatsAppMessage,
  whatsAppStatus,
  whatsAppValue,
  whatsAppWebhookBody,
} from "@live-chat/contract/whatsapp-webhook.ts";
import * as v from "valibot";
import { parseInput } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import { parseWhatsAppMessage, parseWhatsAppStatus } from "./parse-whatsapp-message.ts";
import { ParsedItems, type ParsedWebhook } from "./parsed-webhook.ts";
import { customerOfMessage, customerOfStatus } from "./whatsapp-customer.ts";

/**
 * Pure. Takes a webhook's body, returns every message and status of every change of every entry, in order, and
 * apart from these what is not as it should be. Throws `bad_request` if nothing in it is.
 */
export function parseWhatsAppWebhook(body: unknown): ParsedWebhook {
  const parsed = new ParsedItems("whatsapp");
  let understood = 0;
  for (const rawEntry of parseInput(whatsAppWebhookBody, body).entry) {
    const entry = parsed.check(whatsAppEntry, rawEntry);
    for (const rawChange of entry?.changes ?? []) {
      const change = parsed.check(whatsAppChange, rawChange);
      if (change && (change.field !== "messages" || addValue(parsed, change.value))) understood++;
    }
  }
  if (understood === 0) throw new ProblemError("bad_request", "there is no change in this webhook");
  return parsed;
}

function addValue(parsed: ParsedItems, raw: unknown): boolean {
  const value = parsed.check(whatsAppValue, raw);
  if (value) addItems(parsed, value);
  return value !== null;
}

function addItems(parsed: ParsedItems, value: WhatsAppValue): void {
  const account = value.metadata.phone_number_id;
  const contacts = readContacts(value.contacts ?? []);
  for (const raw of value.messages ?? []) {
    const message = parsed.checkItem(whatsAppMessage, raw);
    if (!message) continue;
    const customer = customerOfMessage(message, contacts);
    if (!customer) parsed.reject(raw, [{ pointer: "/from", detail: "names no customer" }]);
    else parsed.add(account, customer.ids, parseWhatsAppMessage(message, customer.profile));
  }
  for (const raw of value.statuses ?? []) {
    const status = parsed.checkItem(whatsAppStatus, raw);
    if (!status) continue;
    const change = parseWhatsAppStatus(status);
    if (!change) parsed.reject(raw, [{ pointer: "/status", detail: "is not known" }]);
    else parsed.add(account, customerOfStatus(status, contacts)?.ids ?? [], change);
  }
}

function readContacts(raw: unknown[]): WhatsAppContact[] {
  return raw.flatMap((it) => {
    const result = v.safeParse(whatsAppContact, it);
    return result.success ? [result.output] : [];
  });
}
