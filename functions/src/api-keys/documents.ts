import { createHash } from "node:crypto";
import type { ApiKey } from "@live-chat/contract/api-keys.ts";
import type { CollectionReference, Firestore } from "firebase-admin/firestore";

/** A key holds 256 random bits, so a plain digest of it can't be turned back, nor guessed. */
export type ApiKeyDocument = ApiKey & { /** SHA-256, hex. */ hash: string };

export const apiKeys = (db: Firestore) => db.collection("api_keys") as CollectionReference<ApiKeyDocument>;

export const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");

/** The document's id follows from the key: finding it needs no query. */
export const keyIdOf = (key: string) => hashOf(`id of ${key}`).slice(0, 24);

/** The key as admins see it. */
export function toApiKey({ hash, ...key }: ApiKeyDocument): ApiKey {
  return key;
}
