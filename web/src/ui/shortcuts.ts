import type { Words } from "../language/english.ts";

/** What the keyboard can do. `key` as in KeyboardEvent.key; `command` = Ctrl, or ⌘ on a Mac. */
export type Shortcut = {
  name: keyof Words["shortcuts"];
  key: string;
  command?: boolean;
  alt?: boolean;
};

export const SHORTCUTS: readonly Shortcut[] = [
  { name: "palette", key: "k", command: true },
  { name: "search", key: "/" },
  { name: "start", key: "c", alt: true },
  { name: "next", key: "ArrowDown", alt: true },
  { name: "previous", key: "ArrowUp", alt: true },
  { name: "note", key: "n", alt: true },
  { name: "assign", key: "a", alt: true },
  { name: "resolve", key: "r", alt: true },
  { name: "close", key: "Escape" },
  { name: "settings", key: ",", command: true },
  { name: "help", key: "?" },
];

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "target">;

/** Which shortcut was pressed. Plain keys count only where nobody is typing. */
export function pressedShortcut(event: Pressed): Shortcut["name"] | null {
  const command = event.ctrlKey || event.metaKey;
  const found = SHORTCUTS.find(
    (one) => keyMatches(event, one) && command === Boolean(one.command) && event.altKey === Boolean(one.alt),
  );
  if (!found) return null;
  const plain = !found.command && !found.alt && found.key !== "Escape";
  return plain && isTyping(event.target) ? null : found.name;
}

/** With Alt a Mac types another letter (ñ for Alt+N): then the key's place on the keyboard decides. */
function keyMatches(event: Pressed, { key, alt }: Shortcut): boolean {
  return (
    event.key.toLowerCase() === key.toLowerCase() ||
    (alt === true && event.code === `Key${key.toUpperCase()}`)
  );
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as Partial<HTMLElement> | null;
  return Boolean(element?.tagName && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}

/** `Ctrl K`, `⌘ K`, `Alt ↓`: as it is printed on the agent's keyboard. */
export function shortcutKeys(
  { key, command, alt }: Shortcut,
  mac = /Mac|iPhone|iPad/.test(navigator.platform),
): string[] {
  const names: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };
  const shown = names[key] ?? key.toUpperCase();
  return [...(command ? [mac ? "⌘" : "Ctrl"] : []), ...(alt ? [mac ? "⌥" : "Alt"] : []), shown];
}
