import type { AuditChange, AuditEntry } from "@live-chat/contract/audit.ts";
import { type AuditDocument, auditLog } from "@live-chat/core/documents.ts";
import type { Firestore } from "firebase-admin/firestore";
import { ProblemError } from "../problem.ts";

type Outcome = { changes?: AuditChange[]; target?: AuditEntry["target"] };

/**
 * Does what no transaction can hold together with its entry in the audit log: first it is written down that it
 * begins, then how it ended. So nothing happens unseen. What was refused, or changed nothing, leaves no entry;
 * interrupted, one that says so. Returns and throws what `work` does, and Firestore's errors.
 */
export async function audited<T>(
  db: Firestore,
  entry: AuditDocument,
  work: () => Promise<T>,
  toOutcome: (done: T) => Outcome = () => ({}),
): Promise<T> {
  const ref = auditLog(db).doc();
  await ref.create(entry);
  const done = await work().catch(async (error) => {
    if (wasRefused(error)) await ref.delete();
    throw error;
  });
  const outcome = toOutcome(done);
  if (outcome.changes?.length === 0) await ref.delete();
  else await ref.update({ ...outcome, finished_at: new Date().toISOString() });
  return done;
}

const wasRefused = (error: unknown) => error instanceof ProblemError && error.status < 500;
