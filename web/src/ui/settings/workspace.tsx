import { saveSettings } from "../../actions/save-settings.ts";
import { words } from "../../language/words.ts";
import { problemText } from "../../text/problem-text.ts";
import { useApp } from "../app-context.ts";
import { Failure } from "../form/failure.tsx";
import { Part } from "../form/part.tsx";
import { Section } from "../form/section.tsx";
import { Switch } from "../form/switch.tsx";
import { useSaving } from "../form/use-saving.ts";

/** What holds for everybody. */
export function WorkspaceSettings() {
  const app = useApp();
  const { save, failure } = useSaving();
  const w = words.value;
  return (
    <Section hint={w.settings.forEverybody}>
      <Part name="settings">
        {({ mark_read_on_channel }) => (
          <div class="section-row">
            <Switch
              label={w.settings.markRead}
              hint={w.settings.markReadHint}
              on={mark_read_on_channel}
              onChange={(on) => void save(() => saveSettings(app, { mark_read_on_channel: on }))}
            />
          </div>
        )}
      </Part>
      {failure && <Failure>{problemText(failure, w)}</Failure>}
    </Section>
  );
}
