import { timingSafeEqual } from "node:crypto";
import { log } from "@live-chat/core/logger.ts";
import type { Firestore } from "firebase-admin/firestore";
import { type ApiKeyDocument, apiKeys, hashOf, keyIdOf } from "./documents.ts";

export type ApiKeyDirectory = {
  /** Whose key it is; null if there is none like it, or it is revoked. Throws when Firestore can't be asked. */
  check(key: string): Promise<ApiKeyDocument | null>;
};

/** `last_used_at` is written at most this often, in ms. */
const USE_NOTED = 10 * 60 * 1000;
/** Answers remembered at once. */
const MAX_KNOWN = 1000;

/** Looks keys up and remembers the answers for `maxAge` ms: within that time a revoked one is out. */
export function createApiKeyDirectory(
  db: Firestore,
  { maxAge = 25_000, now = Date.now }: { maxAge?: number; now?: () => number } = {},
): ApiKeyDirectory {
  const known = new Map<string, { found: Promise<ApiKeyDocument | null>; at: number }>();

  return {
    check(key) {
      const id = keyIdOf(key);
      const remembered = known.get(id);
      if (remembered && now() - remembered.at < maxAge) return remembered.found;
      const found = lookUp(db, id, key, now());
      known.delete(id);
      known.set(id, { found, at: now() });
      found.catch(() => known.delete(id));
      if (known.size > MAX_KNOWN) known.delete(known.keys().next().value!);
      return found;
    },
  };
}

async function lookUp(db: Firestore, id: string, key: string, now: number): Promise<ApiKeyDocument | null> {
  const document = (await apiKeys(db).doc(id).get()).data();
  if (!document || document.revoked_at !== null || !isSame(document.hash, hashOf(key))) return null;
  if (now - Date.parse(document.last_used_at ?? document.created_at) > USE_NOTED || !document.last_used_at) {
    await noteUse(db, id, now);
  }
  return document;
}

/** Best effort: whoever may come in doesn't wait outside because we can't write that down. */
async function noteUse(db: Firestore, id: string, now: number): Promise<void> {
  const last_used_at = new Date(now).toISOString();
  await apiKeys(db)
    .doc(id)
    .update({ last_used_at })
    .catch((error: Error) => log("WARNING", "use of an API key not noted", { id, error: error.message }));
}

const isSame = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
