import { useEffect, useState } from "preact/hooks";
import { search } from "../actions/search.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import "./search-field.css";

/** ms without typing until the server is asked; what is loaded is filtered at once. */
const PAUSE = 200;

export function SearchField() {
  const app = useApp();
  const w = words.value;
  const [text, setText] = useState("");
  useEffect(() => {
    if (text.trim() === app.store.state.peek().search) return;
    const timer = setTimeout(() => void search(app, text), text ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [app, text]);
  return (
    <search class="search-field">
      <Icon name="search" />
      <input
        class="field"
        type="text"
        inputMode="search"
        aria-label={w.search}
        placeholder={w.search}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          setText("");
        }}
      />
      {text && (
        <button class="icon-button" type="button" aria-label={w.clearSearch} onClick={() => setText("")}>
          <Icon name="close" small />
        </button>
      )}
    </search>
  );
}
