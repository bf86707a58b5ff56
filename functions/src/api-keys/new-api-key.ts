import { randomBytes } from "node:crypto";
import type { ApiKey } from "@live-chat/contract/api-keys.ts";
import { type ApiKeyDocument, hashOf, keyIdOf } from "./documents.ts";

const PREFIX = "lck_";
const SHOWN = PREFIX.length + 6;

/** Whether a bearer token wants to be an API key; ID tokens hold dots. */
export const isApiKey = (token: string) => token.startsWith(PREFIX);

/** Takes who makes it and what for, returns a new key and what is kept of it. */
export function newApiKey(made: Pick<ApiKey, "name" | "scopes" | "created_by">): {
  key: string;
  document: ApiKeyDocument;
} {
  const key = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  const document: ApiKeyDocument = {
    key_id: keyIdOf(key),
    name: made.name,
    prefix: key.slice(0, SHOWN),
    scopes: [...new Set(made.scopes)],
    created_at: new Date().toISOString(),
    created_by: made.created_by,
    last_used_at: null,
    revoked_at: null,
    hash: hashOf(key),
  };
  return { key, document };
}
