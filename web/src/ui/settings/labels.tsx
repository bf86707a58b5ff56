import type { Label } from "@live-chat/contract/settings.ts";
import { useState } from "preact/hooks";
import { words } from "../../language/words.ts";
import { AddButton, RowButton } from "../form/buttons.tsx";
import { Nothing, Part } from "../form/part.tsx";
import { Record, Records } from "../form/records.tsx";
import { Section } from "../form/section.tsx";
import { LabelChip } from "../label-chip.tsx";
import { useAdmin } from "../use-admin.ts";
import { DeleteLabel } from "./delete-label.tsx";
import { LabelForm } from "./label-form.tsx";

type Opened = { edit: Label | null } | { remove: Label };

/** The labels on offer, with their colours. */
export function Labels() {
  const admin = useAdmin();
  const [opened, setOpened] = useState<Opened | null>(null);
  const w = words.value;
  const close = () => setOpened(null);
  return (
    <Section
      hint={admin ? w.settings.labelsHint : `${w.settings.labelsHint} ${w.settings.adminsChange}`}
      actions={admin && <AddButton label={w.settings.newLabel} onClick={() => setOpened({ edit: null })} />}
    >
      <Part name="settings">
        {({ labels }) => (
          <>
            {labels.length === 0 && <Nothing>{w.settings.noLabels}</Nothing>}
            <Records label={w.labels}>
              {labels.map((label) => (
                <Record
                  key={label.name}
                  title={<LabelChip {...label} />}
                  actions={
                    admin && (
                      <>
                        <RowButton
                          icon="edit"
                          label={w.settings.edit(label.name)}
                          onClick={() => setOpened({ edit: label })}
                        />
                        <RowButton
                          icon="trash"
                          label={w.remove(label.name)}
                          onClick={() => setOpened({ remove: label })}
                        />
                      </>
                    )
                  }
                />
              ))}
            </Records>
            {opened && "edit" in opened && <LabelForm label={opened.edit} labels={labels} onClose={close} />}
            {opened && "remove" in opened && (
              <DeleteLabel label={opened.remove} labels={labels} onClose={close} />
            )}
          </>
        )}
      </Part>
    </Section>
  );
}
