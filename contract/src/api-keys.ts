import * as v from "valibot";
import { id, isoTime } from "./common.ts";

/**
 * What a key is for. `conversations:read`: conversations and messages, without agents' notes. `messages:send`:
 * answers, notes, uploads, retries, new conversations. `conversations:write`: status, assignee, labels, read position.
 */
export const apiKeyScope = v.picklist(["conversations:read", "messages:send", "conversations:write"]);
export type ApiKeyScope = v.InferOutput<typeof apiKeyScope>;

/** A key by which a program, a CRM or a bot, may do some of what agents do. */
export const apiKey = v.object({
  key_id: id,
  /** Its messages bear this name. */
  name: v.string(),
  /** The key's beginning, to recognise it by. */
  prefix: v.string(),
  scopes: v.array(apiKeyScope),
  created_at: isoTime,
  created_by: v.object({ id: v.string(), name: v.nullable(v.string()) }),
  /** To about ten minutes. */
  last_used_at: v.nullable(isoTime),
  revoked_at: v.nullable(isoTime),
});
export type ApiKey = v.InferOutput<typeof apiKey>;

export const createApiKeyBody = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  scopes: v.pipe(v.array(apiKeyScope), v.minLength(1), v.maxLength(apiKeyScope.options.length)),
});

export const apiKeysAnswer = v.object({ api_keys: v.array(apiKey) });
export const apiKeyAnswer = v.object({ api_key: apiKey });
/** The key itself is shown this once. */
export const createdApiKeyAnswer = v.object({ api_key: apiKey, key: v.string() });
