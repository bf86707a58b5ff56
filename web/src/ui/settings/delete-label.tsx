import type { Label } from "@live-chat/contract/settings.ts";
import { useState } from "preact/hooks";
import { relabel } from "../../actions/relabel.ts";
import { saveSettings } from "../../actions/save-settings.ts";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { Checks } from "../form/checks.tsx";
import { Confirm } from "../form/confirm.tsx";
import { useCarriers } from "./use-carriers.ts";

type Props = { label: Label; labels: readonly Label[]; onClose: () => void };

/** Takes a label off the list; off the conversations that carry it only if that is wanted. */
export function DeleteLabel({ label, labels, onClose }: Props) {
  const app = useApp();
  const w = words.value;
  const [everywhere, setEverywhere] = useState(false);
  const [done, setDone] = useState(0);
  const carriers = useCarriers(label.name);
  const work = async () => {
    if (everywhere) await relabel(app, label.name, null, setDone);
    await saveSettings(app, { labels: labels.filter((one) => one.name !== label.name) });
  };
  return (
    <Confirm title={w.remove(label.name)} action={w.settings.delete} work={work} onClose={onClose}>
      <p>{w.settings.deleteLabelHint}</p>
      {carriers !== null && carriers > 0 && (
        <Checks
          label={w.settings.carriedBy(carriers)}
          options={[{ value: "off", label: w.settings.takeOffThere }]}
          chosen={everywhere ? ["off"] : []}
          onChoose={(chosen) => setEverywhere(chosen.length > 0)}
        />
      )}
      {done > 0 && <p role="status">{w.settings.progress(done, carriers ?? done)}</p>}
    </Confirm>
  );
}
