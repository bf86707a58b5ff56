/** A code as Meta documents it: its title, the HTTP status of a refusal, and the usual details. */
type ErrorText = { title: string; status: number; details?: string };

/** Every code that this Graph knows. Source: Meta's "Error codes" reference of the Cloud API. */
const TEXTS = {
  0: { title: "AuthException", status: 401 },
  1: { title: "API Unknown", status: 400 },
  2: { title: "API Service", status: 503 },
  3: { title: "API Method", status: 500 },
  4: { title: "API Too Many Calls", status: 429 },
  10: { title: "Permission Denied", status: 403 },
  33: { title: "Parameter value is not valid", status: 400 },
  100: { title: "Invalid parameter", status: 400 },
  190: { title: "Access token has expired", status: 401 },
  368: { title: "Temporarily blocked for policies violations", status: 403 },
  80007: { title: "Rate limit issues", status: 429 },
  130429: {
    title: "Rate limit hit",
    status: 429,
    details: "Message failed to send because too many messages were sent in a short time",
  },
  130472: { title: "User's number is part of an experiment", status: 400 },
  130497: {
    title: "Business account is restricted from messaging users in this country.",
    status: 403,
  },
  131000: { title: "Something went wrong", status: 500, details: "An unknown error stopped the message" },
  131005: { title: "Access denied", status: 403 },
  131008: { title: "Required parameter is missing", status: 400 },
  131009: { title: "Parameter value is not valid", status: 400 },
  131016: { title: "Service unavailable", status: 503, details: "A service is temporarily unavailable" },
  131021: {
    title: "Recipient cannot be sender",
    status: 400,
    details: "Sender and recipient are the same number",
  },
  131026: { title: "Message undeliverable", status: 400, details: "The message can't be delivered" },
  131030: {
    title: "Recipient phone number not in allowed list",
    status: 400,
    details: "A test number writes only to numbers on its list",
  },
  131031: { title: "Account has been locked", status: 403 },
  131037: { title: "The number's display name must be approved before it can send", status: 400 },
  131042: { title: "Business eligibility payment issue", status: 400 },
  131045: { title: "Incorrect certificate", status: 500 },
  131047: {
    title: "Re-engagement message",
    status: 400,
    details: "More than 24 hours have passed since the customer last wrote; send a template",
  },
  131048: { title: "Spam rate limit hit", status: 429 },
  131049: {
    title: "Message was not sent to maintain a healthy ecosystem engagement.",
    status: 400,
    details: "Too many marketing messages reached this customer lately",
  },
  131050: { title: "User has stopped marketing messages from your business", status: 400 },
  131051: { title: "Unsupported message type", status: 400 },
  131052: { title: "Media download error", status: 400 },
  131053: { title: "Media upload error", status: 400 },
  131056: {
    title: "(Business Account, Consumer Account) pair rate limit hit",
    status: 429,
    details: "Too many messages from this number to the same customer in a short time",
  },
  131057: { title: "Account in maintenance mode", status: 500 },
  131062: {
    title: "Business-scoped User ID (BSUID) recipients are not supported for this message.",
    status: 400,
  },
  132000: { title: "Number of parameters does not match the expected number of params", status: 400 },
  132001: { title: "Template name does not exist in the translation", status: 404 },
  132005: { title: "Translated text too long", status: 400 },
  132007: { title: "Template format character policy violated", status: 400 },
  132012: { title: "Parameter format does not match format in the created template", status: 400 },
  132015: { title: "Template is paused", status: 400 },
  132016: { title: "Template is disabled", status: 400 },
  133004: { title: "Server temporarily unavailable", status: 503 },
  133010: { title: "Phone number not registered on the WhatsApp Business Platform", status: 400 },
  135000: { title: "Generic user error", status: 400 },
};

export type ErrorCode = keyof typeof TEXTS;
export const ERRORS: Record<ErrorCode, ErrorText> = TEXTS;

export function isErrorCode(code: number): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
