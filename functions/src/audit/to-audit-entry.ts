import type { AuditEntry } from "@live-chat/contract/audit.ts";
import type { AuditDocument } from "@live-chat/core/documents.ts";

/** The entry as admins see it; what entries from the first days lack is filled in. */
export function toAuditEntry(audit_id: string, document: AuditDocument): AuditEntry {
  const { action, agent_id, agent_name = null, conversation_id = "", messages = null } = document;
  return {
    audit_id,
    action,
    agent: { id: agent_id, name: agent_name },
    target: document.target ?? { id: conversation_id, name: null },
    changes: document.changes ?? [],
    messages,
    begun_at: document.begun_at,
    finished_at: document.finished_at,
  };
}
