import { createApiKeyBody } from "@live-chat/contract/api-keys.ts";
import { auditLog } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import { apiKeys, toApiKey } from "../api-keys/documents.ts";
import { newApiKey } from "../api-keys/new-api-key.ts";
import { differences, doneAudit } from "../audit/new-audit.ts";
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
    const target = { id: document.key_id, name: document.name };
    const changes = differences({}, { scopes: document.scopes });
    const batch = db.batch();
    batch.create(apiKeys(db).doc(document.key_id), document);
    batch.create(auditLog(db).doc(), doneAudit({ id, name }, "create_api_key", target, changes));
    await batch.commit();
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
      if (before.revoked_at !== null) return before;
      const after = { ...before, revoked_at: new Date().toISOString() };
      const entry = doneAudit(agentOf(response), "revoke_api_key", { id, name: before.name });
      transaction.set(ref, after);
      transaction.create(auditLog(db).doc(), entry);
      return after;
    });
    response.json({ api_key: toApiKey(revoked) });
  };
}
