import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { addCannedAnswer, loadCannedAnswers, removeCannedAnswer } from "../actions/canned-answers.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";
import "./canned-answers.css";

/** Where the team keeps what it writes often. */
export function CannedEditor({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const answers = useComputed(() => app.store.state.value.cannedAnswers).value;
  const w = words.value;
  useEffect(() => void loadCannedAnswers(app), [app]);
  return (
    <Dialog label={w.cannedAnswers} onClose={onClose}>
      <p class="dialog-text">{w.cannedAnswersHint}</p>
      <div class="canned-editor">
        {answers?.length === 0 && <p>{w.noCannedAnswers}</p>}
        <ul>
          {answers?.map((answer) => (
            <li key={answer.id}>
              <strong>/{answer.shortcut}</strong>
              <bdi>{answer.text}</bdi>
              <button
                class="icon-button"
                type="button"
                aria-label={w.remove(answer.shortcut)}
                onClick={() => void removeCannedAnswer(app, answer)}
              >
                <Icon name="close" small />
              </button>
            </li>
          ))}
        </ul>
        <NewAnswer />
      </div>
    </Dialog>
  );
}

function NewAnswer() {
  const app = useApp();
  const w = words.value;
  const [shortcut, setShortcut] = useState("");
  const [text, setText] = useState("");
  const add = async (event: Event) => {
    event.preventDefault();
    if (!(await addCannedAnswer(app, shortcut.replace(/^\//, ""), text))) return;
    setShortcut("");
    setText("");
  };
  return (
    <form onSubmit={(event) => void add(event)}>
      <input
        class="field"
        required
        maxLength={33}
        aria-label={w.shortcutField}
        placeholder={w.shortcutField}
        value={shortcut}
        onInput={(event) => setShortcut(event.currentTarget.value)}
      />
      <textarea
        class="field"
        required
        rows={2}
        dir="auto"
        aria-label={w.textField}
        placeholder={w.textField}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button class="button button-main" type="submit">
        {w.add}
      </button>
    </form>
  );
}
