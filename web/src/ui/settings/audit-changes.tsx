import type { AuditChange, AuditValue } from "@live-chat/contract/audit.ts";
import type { Words } from "../../language/english.ts";
import { words } from "../../language/words.ts";
import "./audit-changes.css";

/** What fields were and became. */
export function AuditChanges({ changes }: { changes: readonly AuditChange[] }) {
  const w = words.value;
  if (changes.length === 0) return null;
  return (
    <dl class="audit-changes">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{w.audit.fields[field] ?? field}</dt>
          <dd>
            {before !== null && (
              <>
                <span class="unseen">{w.audit.before}</span>
                <del>
                  <bdi>{inWords(before, w)}</bdi>
                </del>
              </>
            )}
            {after !== null && (
              <>
                <span class="unseen">{w.audit.after}</span>
                <bdi>{inWords(after, w)}</bdi>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function inWords(value: NonNullable<AuditValue>, w: Words): string {
  if (typeof value === "boolean") return value ? w.audit.yes : w.audit.no;
  if (typeof value === "string") return w.audit.values[value] ?? value;
  return value.length === 0 ? "–" : value.map((one) => w.audit.values[one] ?? one).join(", ");
}
