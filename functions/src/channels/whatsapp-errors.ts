import type { DeliveryError } from "@live-chat/contract/message.ts";
import type { Outcome } from "./channel.ts";

type Explanation = Omit<DeliveryError, "code">;

/** The token, or the whole account: no other message would fare better. */
const STOPPING = new Set([0, 190, 368, 131031]);
/** Too fast: for the app, the number, or this one customer. */
const TOO_FAST = new Set([4, 80007, 130429, 131056]);
/** Meta's own trouble; it says that the message wasn't taken. */
const TROUBLE = new Set([2, 131000, 131016, 131057, 133004]);

/** What an agent is told instead of Meta's own words: what happened, what helps, and the button for that. */
const EXPLANATIONS: Record<number, Explanation> = {
  0: stopped("WhatsApp doesn’t accept our access token"),
  190: stopped("WhatsApp’s access token has expired"),
  368: stopped("This WhatsApp account is restricted for breaking a policy"),
  131031: stopped("This WhatsApp account is locked"),
  4: later("We asked WhatsApp too often"),
  80007: later("This WhatsApp account sends too much"),
  130429: later("This number sends too much at once"),
  131048: later("WhatsApp holds this number back, as too many people blocked or reported it"),
  131056: later("Too many messages to this customer in a short time"),
  131000: later("WhatsApp had a problem of its own"),
  131016: later("WhatsApp is not available right now"),
  131057: later("This number is being serviced by WhatsApp"),
  1: later("WhatsApp didn’t understand, or had a problem of its own"),
  131026: {
    title: "This customer can’t be reached on WhatsApp",
    detail: "The number has no WhatsApp, an old version of it, or hasn’t accepted its terms.",
  },
  131047: {
    title: "The 24-hour window is closed",
    detail:
      "The customer last wrote more than 24 hours ago. Send a template; texts can go out once they answer.",
    action: "send_template",
  },
  131049: {
    title: "WhatsApp held this message back",
    detail: "The customer got many marketing messages lately. Try again in a day or two.",
    action: "retry",
  },
  131050: { title: "The customer wants no marketing messages", detail: null },
  130472: { title: "WhatsApp’s experiment excludes this customer", detail: "Wait until they write." },
  131021: { title: "This is our own number", detail: null },
  100: change("WhatsApp doesn’t take this message as it is"),
  131008: change("WhatsApp misses something in this message"),
  131009: change("WhatsApp doesn’t take this message as it is"),
  131062: change("This kind of message needs the customer’s phone number"),
  135000: change("WhatsApp couldn’t send this message"),
  131051: change("WhatsApp doesn’t take this kind of message"),
  131052: change("WhatsApp couldn’t fetch the file"),
  131053: change("WhatsApp doesn’t take this file"),
  132000: change("The template’s variables don’t match"),
  132001: change("This template doesn’t exist in this language, or isn’t approved yet"),
  132005: change("The filled-in template is too long"),
  132007: change("The filled-in template breaks a rule for templates"),
  132012: change("A variable doesn’t have the template’s format"),
  132015: admin("This template is paused, as customers rated it low"),
  132016: admin("This template is disabled"),
  3: admin("Our access to WhatsApp lacks a permission"),
  10: admin("Our access to WhatsApp lacks a permission"),
  131005: admin("Our access to WhatsApp lacks a permission"),
  33: admin("This number of ours doesn’t exist any more"),
  131030: admin("This test number may not write to that customer yet"),
  131037: admin("WhatsApp hasn’t approved our name yet"),
  131042: admin("WhatsApp’s bill has a problem"),
  131045: admin("This number isn’t registered properly"),
  133010: admin("This number isn’t registered with WhatsApp"),
  130497: admin("This account may not write to that country"),
};

/** The same words for an error, whether it came as an answer or as a status later. */
export function explainWhatsAppError(
  code: number | string,
  title: string,
  detail: string | null,
): DeliveryError {
  const explanation = EXPLANATIONS[Number(code)] ?? { title, detail };
  return { code: String(code), ...explanation, detail: explanation.detail ?? detail };
}

/** The same for a reaction: what is wrong about a message is no help there. */
export function explainReactionError(
  code: number | string,
  title: string,
  detail: string | null,
): DeliveryError {
  if (Number(code) !== 131009) return explainWhatsAppError(code, title, detail);
  return {
    code: String(code),
    title: "WhatsApp doesn’t take this reaction",
    detail: "The message is older than 30 days, or was deleted.",
  };
}

/** What an error of the Graph API means for what it answers. */
export function toOutcome(
  code: number,
  message: string,
  details: string | null,
  explain = explainWhatsAppError,
): Outcome {
  const error = explain(code, message, details);
  if (STOPPING.has(code)) return { outcome: "stopped", error };
  if (TOO_FAST.has(code)) return { outcome: "not_accepted", because: "rate", error };
  if (TROUBLE.has(code)) return { outcome: "not_accepted", because: "trouble", error };
  return { outcome: "refused", error };
}

function stopped(title: string): Explanation {
  return {
    title,
    detail: "Nothing can be sent until an admin mends it; messages wait.",
    action: "call_admin",
  };
}

function later(title: string): Explanation {
  return { title, detail: "Try again in a while.", action: "retry" };
}

function change(title: string): Explanation {
  return { title, detail: null, action: "change_message" };
}

function admin(title: string): Explanation {
  return { title, detail: "An admin can look into it.", action: "call_admin" };
}
