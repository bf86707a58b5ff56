import type { AuditEntry } from "@live-chat/contract/audit.ts";
import { words } from "../../language/words.ts";
import { dateAndTime } from "../../text/times.ts";
import { Avatar } from "../avatar.tsx";
import { MoreButton } from "../form/more-button.tsx";
import { Nothing, PartFailure, PartSkeleton } from "../form/part.tsx";
import { Record, Records, Tag } from "../form/records.tsx";
import { Section } from "../form/section.tsx";
import { AuditChanges } from "./audit-changes.tsx";
import { useAuditLog } from "./use-audit-log.ts";

/** What admins did that others may have to ask about. */
export function AuditLog() {
  const { entries, more, busy, failure, load } = useAuditLog();
  const w = words.value;
  return (
    <Section hint={w.audit.hint}>
      {entries?.length === 0 && <Nothing>{w.audit.nothing}</Nothing>}
      {entries && entries.length > 0 && (
        <Records label={w.settings.sections.audit}>
          {entries.map((entry) => (
            <Entry key={entry.audit_id} entry={entry} />
          ))}
        </Records>
      )}
      {failure ? (
        <PartFailure failure={failure} retry={() => void load()} />
      ) : (
        entries === null && <PartSkeleton />
      )}
      {more && !failure && <MoreButton busy={busy} onMore={load} />}
    </Section>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { action, agent, target, messages, begun_at, finished_at, changes } = entry;
  const w = words.value;
  const who = agent.name ?? w.authors.agent;
  return (
    <Record
      lead={<Avatar id={agent.id} name={who} small />}
      title={w.audit.actions[action]}
      tags={finished_at === null && <Tag tone="warning">{w.audit.interrupted}</Tag>}
    >
      {target.name && (
        <p>
          <bdi>{target.name}</bdi>
        </p>
      )}
      {messages !== null && <p>{w.audit.erased(messages)}</p>}
      <AuditChanges changes={changes} />
      <p class="record-times">
        <bdi>{who}</bdi> · <time dateTime={begun_at}>{dateAndTime(begun_at, w.language)}</time>
      </p>
    </Record>
  );
}
