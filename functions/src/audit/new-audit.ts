import type { AuditAction, AuditChange, AuditEntry, AuditValue } from "@live-chat/contract/audit.ts";
import type { AuditDocument } from "@live-chat/core/documents.ts";

/** Who does it. */
export type Actor = { id: string; name: string | null };
type Target = AuditEntry["target"];

/** An entry of something that begins now. */
export function newAudit(
  agent: Actor,
  action: AuditAction,
  target: Target,
  changes: AuditChange[] = [],
): AuditDocument {
  return {
    action,
    agent_id: agent.id,
    agent_name: agent.name,
    target,
    changes,
    begun_at: new Date().toISOString(),
    finished_at: null,
  };
}

/** An entry of something that the same transaction does: it holds if and only if that happens. */
export function doneAudit(...about: Parameters<typeof newAudit>): AuditDocument {
  const entry = newAudit(...about);
  return { ...entry, finished_at: entry.begun_at };
}

type Fields = Record<string, AuditValue | undefined>;

/** The fields that differ; what isn't there on one side is null. */
export function differences(before: Fields, after: Fields): AuditChange[] {
  return Object.keys({ ...before, ...after })
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}
