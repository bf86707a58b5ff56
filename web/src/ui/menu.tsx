import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";
import "./menu.css";

const CloseMenu = createContext<() => void>(() => {});

type MenuProps = { label: string; button: ComponentChildren; children: ComponentChildren };

/** A button that opens a small panel of actions; Escape, a click elsewhere, or choosing closes it. */
export function Menu({ label, button, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>(".menu-panel button")?.focus();
    const onPointer = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [open]);
  /** Tab leads out of it. */
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget && !root.current?.contains(relatedTarget as Node)) setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") moveFocus(root.current!, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only catches the keys of the controls inside
    <div class="menu" ref={root} onKeyDown={onKeyDown} onFocusOut={leave}>
      <button
        class="menu-button"
        type="button"
        ref={opener}
        title={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {button}
        <span class="unseen">{label}</span>
      </button>
      {open && (
        <div class="menu-panel">
          <CloseMenu.Provider value={close}>{children}</CloseMenu.Provider>
        </div>
      )}
    </div>
  );
}

function moveFocus(root: HTMLElement, key: "ArrowDown" | "ArrowUp") {
  const buttons = [...root.querySelectorAll<HTMLElement>(".menu-panel button")];
  const step = key === "ArrowDown" ? 1 : -1;
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  buttons.at((at + step) % buttons.length)?.focus();
}

type ActionProps = { label: string; onClick: () => void } & (
  | { icon: IconName }
  /** Something else than an icon before the label. */
  | { mark: ComponentChildren }
);

export function MenuAction({ label, onClick, ...before }: ActionProps) {
  const close = useContext(CloseMenu);
  return (
    <button
      class="menu-action"
      type="button"
      onClick={() => {
        close();
        onClick();
      }}
    >
      {"mark" in before ? before.mark : <Icon name={before.icon} />}
      <bdi>{label}</bdi>
    </button>
  );
}
