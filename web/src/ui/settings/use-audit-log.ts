import type { AuditEntry } from "@live-chat/contract/audit.ts";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app-context.ts";
import { useSaving } from "../form/use-saving.ts";

/** The audit log, newest first, as far down as it was asked for. Null until it is here. */
export function useAuditLog() {
  const { api } = useApp();
  const [entries, setEntries] = useState<AuditEntry[] | null>(null);
  const [more, setMore] = useState(false);
  const { save, busy, failure } = useSaving();

  const load = () =>
    save(async () => {
      const page = await api.listAudit(entries?.at(-1)?.audit_id);
      setEntries((known) => [...(known ?? []), ...page.entries]);
      setMore(page.has_more);
    });
  useEffect(() => void load(), []);
  return { entries, more, busy, failure, load };
}
