import { type AuditAnswer, listAuditQuery } from "@live-chat/contract/audit.ts";
import { auditLog } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import { toAuditEntry } from "../audit/to-audit-entry.ts";
import type { Dependencies } from "../dependencies.ts";
import { parseQuery } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";

const DEFAULT_LIMIT = 50;

/** `GET /audit-log`: who did what, newest first. */
export function listAudit({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const { limit = DEFAULT_LIMIT, after } = parseQuery(listAuditQuery, request.originalUrl);
    const last = after ? await auditLog(db).doc(after).get() : null;
    if (last && !last.exists) throw new ProblemError("not_found");
    const newest = auditLog(db)
      .orderBy("begun_at", "desc")
      .limit(limit + 1);
    const { docs } = await (last ? newest.startAfter(last) : newest).get();
    const entries = docs.slice(0, limit).map((document) => toAuditEntry(document.id, document.data()));
    const answer: AuditAnswer = { entries, has_more: docs.length > limit };
    response.json(answer);
  };
}
