import * as v from "valibot";

/** Stable words for what went wrong; a program may branch on them, a person reads `title` and `detail`. */
export const problemCode = v.picklist([
  "bad_request",
  "invalid_json",
  "token_missing",
  "token_invalid",
  "token_expired",
  "agent_disabled",
  "api_key_invalid",
  "scope_required",
  "media_url_invalid",
  "role_required",
  "admin_required",
  "not_found",
  "conversation_not_found",
  "message_not_found",
  "agent_not_found",
  "canned_answer_not_found",
  "endpoint_not_found",
  "delivery_not_found",
  "api_key_not_found",
  "media_not_found",
  "upload_not_found",
  "method_not_allowed",
  "template_not_found",
  "account_not_found",
  "id_reused",
  "conversation_moved",
  "window_closed",
  "not_retryable",
  "not_editable",
  "not_reactable",
  "shortcut_taken",
  "agent_exists",
  "last_admin",
  "endpoint_disabled",
  "too_large",
  "too_many_requests",
  "signature_missing",
  "signature_invalid",
  "timestamp_invalid",
  "unknown_source",
  "verify_token_wrong",
  "unavailable",
  "internal",
]);
export type ProblemCode = v.InferOutput<typeof problemCode>;

/** RFC 9457 problem details, `application/problem+json`. */
export const problem = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: problemCode,
  detail: v.optional(v.string()),
  /** Where the request is wrong: a JSON pointer (RFC 6901) and what is wrong there. */
  errors: v.optional(v.array(v.object({ pointer: v.string(), detail: v.string() }))),
});
export type Problem = v.InferOutput<typeof problem>;
