import { type Label, type LabelColor, labelColor } from "@live-chat/contract/settings.ts";
import { useState } from "preact/hooks";
import { relabel } from "../../actions/relabel.ts";
import { saveSettings } from "../../actions/save-settings.ts";
import { words } from "../../language/words.ts";
import { fold } from "../../text/fold.ts";
import { useApp } from "../app-context.ts";
import { Checks } from "../form/checks.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { useSaving } from "../form/use-saving.ts";
import { LabelChip } from "../label-chip.tsx";
import { ColorChoice } from "./color-choice.tsx";
import { useCarriers } from "./use-carriers.ts";

type Props = { label: Label | null; labels: readonly Label[]; onClose: () => void };

/** Makes a label, or changes one; renamed, the conversations that carry it may follow. */
export function LabelForm({ label, labels, onClose }: Props) {
  const app = useApp();
  const saving = useSaving();
  const w = words.value;
  const [written, setName] = useState(label?.name ?? "");
  const [color, setColor] = useState<LabelColor>(label?.color ?? nextColor(labels));
  const [follow, setFollow] = useState(true);
  const [done, setDone] = useState(0);
  const carriers = useCarriers(label?.name ?? null);
  const name = written.trim().replace(/\s+/g, " ");
  const taken = labels.some((one) => one.name !== label?.name && fold(one.name) === fold(name));
  const renamed = label !== null && name !== "" && name !== label.name;
  const work = async () => {
    const changed = { name, color };
    // Conversations first: interrupted, the old name is still on the list to go on from.
    if (renamed && follow) await relabel(app, label.name, name, setDone);
    const list = label
      ? labels.map((one) => (one.name === label.name ? changed : one))
      : [...labels, changed];
    await saveSettings(app, { labels: list });
  };
  return (
    <FormDialog
      title={label ? w.settings.edit(label.name) : w.settings.newLabel}
      action={w.save}
      saving={saving}
      disabled={name === "" || taken}
      onSubmit={() => void saving.save(work).then((saved) => saved && onClose())}
      onClose={onClose}
    >
      <Field
        label={w.settings.labelName}
        maxLength={40}
        autocomplete="off"
        value={written}
        onValue={setName}
        error={taken ? w.settings.labelTaken : null}
      />
      <ColorChoice chosen={color} onChoose={setColor} />
      <p class="label-example">
        {w.settings.looksLike} <LabelChip name={name || w.settings.labelName} color={color} />
      </p>
      {renamed && carriers !== null && carriers > 0 && (
        <Checks
          label={w.settings.carriedBy(carriers)}
          options={[{ value: "follow", label: w.settings.renameThere, hint: w.settings.renameHint }]}
          chosen={follow ? ["follow"] : []}
          onChoose={(chosen) => setFollow(chosen.length > 0)}
        />
      )}
      {saving.busy && done > 0 && <p role="status">{w.settings.progress(done, carriers ?? done)}</p>}
    </FormDialog>
  );
}

/** The first colour that isn't in use yet. */
function nextColor(labels: readonly Label[]): LabelColor {
  const free = labelColor.options.filter((color) => !labels.some((one) => one.color === color));
  return free.find((color) => color !== "gray") ?? "gray";
}
