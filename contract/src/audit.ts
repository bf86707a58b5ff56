import * as v from "valibot";
import { count, id, isoTime } from "./common.ts";
import { queryInteger } from "./query.ts";

/** What is written down when somebody does it. */
export const auditAction = v.picklist([
  "erase_conversation",
  "invite_agent",
  "change_agent",
  "create_api_key",
  "revoke_api_key",
  "create_endpoint",
  "change_endpoint",
  "delete_endpoint",
  "create_canned_answer",
  "change_canned_answer",
  "delete_canned_answer",
  "change_settings",
  "resume_channel",
]);
export type AuditAction = v.InferOutput<typeof auditAction>;

const value = v.nullable(v.union([v.string(), v.boolean(), v.array(v.string())]));
export type AuditValue = v.InferOutput<typeof value>;

/** A field and what it was and became; null: it wasn't there. */
export const auditChange = v.object({ field: v.string(), before: value, after: value });
export type AuditChange = v.InferOutput<typeof auditChange>;

/** Who did what to whom, and when. */
export const auditEntry = v.object({
  audit_id: id,
  action: auditAction,
  /** As they were called then. */
  agent: v.object({ id, name: v.nullable(v.string()) }),
  /** As it was called then; of an erased conversation there is only its id. */
  target: v.object({ id: v.string(), name: v.nullable(v.string()) }),
  changes: v.array(auditChange),
  /** How many messages were erased; null where it isn't about that. */
  messages: v.nullable(count),
  begun_at: isoTime,
  /** Null while it isn't done, or was interrupted: then it may have happened or not. */
  finished_at: v.nullable(isoTime),
});
export type AuditEntry = v.InferOutput<typeof auditEntry>;

export const listAuditQuery = v.strictObject({
  limit: v.optional(queryInteger(1, 100)),
  /** The last `audit_id` of the page before. */
  after: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/, "an audit_id"))),
});
/** Newest first. */
export const auditAnswer = v.object({ entries: v.array(auditEntry), has_more: v.boolean() });
export type AuditAnswer = v.InferOutput<typeof auditAnswer>;
