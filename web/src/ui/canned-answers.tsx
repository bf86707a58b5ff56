import type { CannedAnswer } from "@live-chat/contract/canned-answers.ts";
import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { loadPart } from "../actions/load-workspace.ts";
import { words } from "../language/words.ts";
import { findCannedAnswers, typedShortcut } from "../state/find-canned-answers.ts";
import { useApp } from "./app-context.ts";
import "./canned-answers.css";

/** Watches what is being written: a slash opens the canned answers, which `onChoose` gets the text of. */
export function useCannedAnswers(text: string, onChoose: (text: string) => void) {
  const app = useApp();
  const [chosen, setChosen] = useState(0);
  const all = useComputed(() => app.store.state.value.workspace.cannedAnswers).value;
  const typed = typedShortcut(text);
  const found = typed === null ? [] : findCannedAnswers(all ?? [], typed);
  useEffect(() => {
    if (typed === "") void loadPart(app, "cannedAnswers");
    setChosen(0);
  }, [app, typed]);

  const choose = (answer: CannedAnswer) => onChoose(answer.text);
  /** Returns whether the key was meant for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (found.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((chosen + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(found[chosen]!);
    else if (event.key === "Escape") onChoose("");
    else return false;
    event.preventDefault();
    return true;
  };
  return { found, chosen, choose, onKeyDown };
}

type Props = Pick<ReturnType<typeof useCannedAnswers>, "found" | "chosen" | "choose">;

export function CannedAnswers({ found, chosen, choose }: Props) {
  if (found.length === 0) return null;
  return (
    <div class="canned-answers" role="listbox" aria-label={words.value.cannedAnswers}>
      {found.map((answer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the keyboard
        <div
          key={answer.id}
          class="canned-answer"
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(answer)}
        >
          <strong>/{answer.shortcut}</strong>
          <bdi class="ellipsis">{answer.text}</bdi>
        </div>
      ))}
    </div>
  );
}
