import type { CannedAnswer } from "@live-chat/contract/canned-answers.ts";
import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { saveCannedAnswer } from "../../actions/canned-answers.ts";
import { ProblemResponse } from "../../api/client.ts";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { useSaving } from "../form/use-saving.ts";

const SHORTCUT = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_-]*$/u;
/** How much of another one's text tells which it is. */
const EXCERPT = 60;

type Props = { answer: CannedAnswer | null; onClose: () => void };

/** Writes a canned answer, a new one where there is none yet; says at once what can't be a shortcut. */
export function CannedAnswerForm({ answer, onClose }: Props) {
  const app = useApp();
  const saving = useSaving();
  const w = words.value;
  const [written, setWritten] = useState(answer?.shortcut ?? "");
  const [text, setText] = useState(answer?.text ?? "");
  const shortcut = written.trim().replace(/^\//, "").toLowerCase();
  const others = useComputed(() => app.store.state.value.workspace.cannedAnswers ?? []).value;
  const same = others.find((one) => one.shortcut === shortcut && one.id !== answer?.id);
  const taken = saving.failure instanceof ProblemResponse && saving.failure.code === "shortcut_taken";
  const error = same
    ? w.settings.shortcutTakenBy(shortcut, same.text.slice(0, EXCERPT))
    : shortcut && !SHORTCUT.test(shortcut)
      ? w.settings.shortcutWrong
      : taken
        ? w.problems.shortcut_taken
        : null;
  const save = async () => {
    if (await saving.save(() => saveCannedAnswer(app, answer?.id ?? null, { shortcut, text }))) onClose();
  };
  return (
    <FormDialog
      title={answer ? w.settings.edit(`/${answer.shortcut}`) : w.settings.newCanned}
      action={w.save}
      saving={saving}
      failureShown={taken}
      disabled={!shortcut || !text.trim() || same !== undefined || !SHORTCUT.test(shortcut)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Field
        label={w.shortcutField}
        hint={w.settings.shortcutHint(shortcut)}
        error={error}
        maxLength={33}
        autocomplete="off"
        value={written}
        onValue={(next) => {
          setWritten(next);
          saving.clear();
        }}
      />
      <Field label={w.textField} multiline maxLength={4096} value={text} onValue={setText} />
    </FormDialog>
  );
}
