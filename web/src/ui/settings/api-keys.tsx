import type { ApiKey } from "@live-chat/contract/api-keys.ts";
import { useState } from "preact/hooks";
import { revokeApiKey } from "../../actions/integrations.ts";
import { words } from "../../language/words.ts";
import { dateOnly } from "../../text/times.ts";
import { useApp } from "../app-context.ts";
import { AddButton } from "../form/buttons.tsx";
import { Confirm } from "../form/confirm.tsx";
import { Nothing, Part } from "../form/part.tsx";
import { Record, Records, Tag } from "../form/records.tsx";
import { Section } from "../form/section.tsx";
import { NewApiKey } from "./new-api-key.tsx";

/** Keys by which programs do some of what agents do. */
export function ApiKeys() {
  const app = useApp();
  const [opened, setOpened] = useState<"new" | ApiKey | null>(null);
  const w = words.value;
  const close = () => setOpened(null);
  return (
    <Section
      hint={w.settings.keysHint}
      actions={<AddButton label={w.settings.newKey} onClick={() => setOpened("new")} />}
    >
      <Part name="apiKeys">
        {(keys) =>
          keys.length === 0 ? (
            <Nothing>{w.settings.noKeys}</Nothing>
          ) : (
            <Records label={w.settings.sections["api-keys"]}>
              {inUseFirst(keys).map((key) => (
                <KeyRecord key={key.key_id} apiKey={key} onRevoke={() => setOpened(key)} />
              ))}
            </Records>
          )
        }
      </Part>
      {opened === "new" && <NewApiKey onClose={close} />}
      {opened && opened !== "new" && (
        <Confirm
          title={w.settings.revokeTitle(opened.name)}
          action={w.settings.revoke}
          work={() => revokeApiKey(app, opened)}
          onClose={close}
        >
          <p>{w.settings.revokeHint}</p>
        </Confirm>
      )}
    </Section>
  );
}

function KeyRecord({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const w = words.value;
  const { name, prefix, scopes, created_at, created_by, last_used_at, revoked_at } = apiKey;
  const made = w.settings.keyMade(dateOnly(created_at, w.language), created_by.name ?? "");
  const used = last_used_at ? w.settings.keyUsed(dateOnly(last_used_at, w.language)) : w.settings.keyUnused;
  return (
    <Record
      title={<bdi>{name}</bdi>}
      faint={revoked_at !== null}
      tags={
        <>
          <code dir="ltr">{prefix}…</code>
          {revoked_at && <Tag tone="bad">{w.settings.revoked}</Tag>}
        </>
      }
      actions={
        !revoked_at && (
          <button class="button" type="button" onClick={onRevoke}>
            {w.settings.revoke}
            <span class="unseen">{name}</span>
          </button>
        )
      }
    >
      <p>{scopes.map((scope) => w.settings.scopes[scope]).join(" · ")}</p>
      <p class="record-times">
        {made} · {used}
      </p>
    </Record>
  );
}

function inUseFirst(keys: readonly ApiKey[]): ApiKey[] {
  const revoked = (key: ApiKey) => Number(key.revoked_at !== null);
  return [...keys].sort((a, b) => revoked(a) - revoked(b) || b.created_at.localeCompare(a.created_at));
}
