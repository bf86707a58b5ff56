import { createApiKeyBody } from "@live-chat/contract/api-keys.ts";
import type { RequestHandler } from "express";
import { apiKeys, toApiKey } from "../api-keys/documents.ts";
import { newApiKey } from "../api-keys/new-api-key.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

type Needed = Pick<Dependencies, "db">;

/** `GET /api-keys`: also the revoked ones, as messages bear their names. */
export function listApiKeys({ db }: Needed): RequestHandler {
  return async (_request, response) => {
    const { docs } = await apiKeys(db).orderBy("created_at").get();
    response.json({ api_keys: docs.map((document) => toApiKey(document.data())) });
  };
}

/** `POST /api-keys`: the answer is the only one that ever shows the key. */
export function createApiKey({ db }: Needed): RequestHandler {
  return async (request, response) => {
    const { id, name } = agentOf(response);
    const { key, document } = newApiKey({
      ...parseBody(createApiKeyBody, request),
      created_by: { id, name },
    });
    await apiKeys(db).doc(document.key_id).create(document);
    response.status(201).json({ api_key: toApiKey(document), key });
  };
}

/** `DELETE /api-keys/:id`: revokes it, for ever. */
export function revokeApiKey({ db }: Needed): RequestHandler {
  return async (request, response) => {
    const id = String(request.params.id);
    if (!/^[0-9a-f]{24}$/.test(id)) throw new ProblemError("api_key_not_found");
    const ref = apiKeys(db).doc(id);
    const revoked = await db.runTransaction(async (transaction) => {
      const before = (await transaction.get(ref)).data();
      if (!before) throw new ProblemError("api_key_not_found");
      const after = { ...before, revoked_at: before.revoked_at ?? new Date().toISOString() };
      transaction.set(ref, after);
      return after;
    });
    response.json({ api_key: toApiKey(revoked) });
  };
}
