import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app.ts";
import { words } from "../language/words.ts";
import { mergeConversations } from "../state/conversations.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";
import { actionCommands, type Command, conversationCommands, MOST_FOUND } from "./palette-commands.ts";
import "./command-palette.css";

/** Type a few letters to get to any conversation or action. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const w = words.value;
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const state = useComputed(() => app.store.state.value).value;
  const commands = [...conversationCommands(state, text, w), ...actionCommands(app, state, text, w)];
  useServerSearch(app, text);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((chosen + step + commands.length) % Math.max(1, commands.length));
    else if (event.key === "Enter" && !event.isComposing) run(commands[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog label={w.shortcuts.palette} bare onClose={onClose}>
      <input
        class="palette-input"
        role="combobox"
        aria-expanded={commands.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={commands[chosen] ? `palette-${commands[chosen].id}` : undefined}
        aria-label={w.paletteHint}
        placeholder={w.paletteHint}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      {commands.length === 0 && <p class="palette-empty">{w.nothingMatches}</p>}
      <div
        hidden={commands.length === 0}
        class="palette-list"
        role="listbox"
        id="palette-list"
        aria-label={w.shortcuts.palette}
      >
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keyboard
          <div
            key={command.id}
            id={`palette-${command.id}`}
            class="palette-command"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(command)}
          >
            {command.icon ? (
              <Icon name={command.icon} />
            ) : (
              <Avatar id={command.id} name={command.name} small />
            )}
            <bdi class="ellipsis">{command.name}</bdi>
            {command.detail && (
              <span class="palette-detail ellipsis">
                <bdi>{command.detail}</bdi>
              </span>
            )}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

/** Conversations that aren't loaded are found by the server. */
function useServerSearch(app: App, text: string) {
  useEffect(() => {
    const q = text.trim();
    if (!q) return;
    const timer = setTimeout(async () => {
      const page = await app.api.listConversations({ q, limit: MOST_FOUND }).catch(() => null);
      if (page) app.store.change((state) => mergeConversations(state, page.conversations));
    }, 150);
    return () => clearTimeout(timer);
  }, [app, text]);
}
