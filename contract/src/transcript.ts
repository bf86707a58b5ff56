import * as v from "valibot";
import { isoTime } from "./common.ts";
import { conversation } from "./conversation.ts";
import { message } from "./message.ts";
import { queryFlag } from "./query.ts";

export const transcriptQuery = v.strictObject({
  format: v.optional(v.picklist(["text", "json"]), "text"),
  /** Whether what stays among agents goes along: notes in the conversation, and the one about the customer. */
  notes: v.optional(queryFlag, "false"),
});

/** `format=json`: all messages, ascending by `seq`. */
export const transcript = v.object({
  exported_at: isoTime,
  conversation,
  messages: v.array(message),
});
export type Transcript = v.InferOutput<typeof transcript>;
