import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { notify } from "../actions/notify.ts";
import { react } from "../actions/react.ts";
import { words } from "../language/words.ts";
import { ownReaction } from "../state/reactions.ts";
import { findMessage } from "../state/thread.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { keepBeside } from "./keep-beside.ts";
import { useLazy } from "./use-lazy.ts";
import "./reaction-picker.css";

/** The same that WhatsApp offers first. */
const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

type Props = { message: Message; anchor: HTMLElement; onClose: () => void };

/** Six quick emoji, and all the others behind a button. In the top layer, where no scrolled list cuts it off. */
export function ReactionPicker({ message, anchor, onClose }: Props) {
  const app = useApp();
  const panel = useRef<HTMLDivElement>(null);
  const [all, setAll] = useState(false);
  const own = useOwn(message);
  const w = words.value.reactions;
  const leave = () => {
    onClose();
    anchor.focus({ preventScroll: true });
  };
  const choose = (emoji: string) => {
    void react(app, message, emoji === own ? "" : emoji);
    leave();
  };
  useLayoutEffect(() => {
    panel.current!.showPopover();
    panel.current!.querySelector("button")?.focus();
    return keepBeside(panel.current!, anchor);
  }, []);
  useCloseOnScroll(panel, onClose);
  return (
    <div
      class="reaction-picker"
      popover="auto"
      role="dialog"
      aria-label={w.react}
      ref={panel}
      onToggle={({ newState }) => newState === "closed" && onClose()}
      onKeyDown={(event) => moveFocus(event, panel.current!)}
    >
      {all ? (
        <AllEmoji onChoose={choose} onClose={leave} />
      ) : (
        <div class="reaction-quick">
          {QUICK.map((emoji) => (
            <button
              key={emoji}
              class="emoji"
              type="button"
              aria-label={own === emoji ? w.takeBack(emoji) : w.reactWith(emoji)}
              aria-pressed={own === emoji}
              onClick={() => choose(emoji)}
            >
              {emoji}
            </button>
          ))}
          <button
            class="icon-button"
            type="button"
            aria-label={w.more}
            title={w.more}
            onClick={() => setAll(true)}
          >
            <Icon name="more" small />
          </button>
        </div>
      )}
    </div>
  );
}

/** The emoji that choosing again takes back. */
function useOwn(message: Message): string | undefined {
  const { store } = useApp();
  const { conversation_id, message_id } = message;
  return useComputed(() => {
    const { threads, reacting, agent } = store.state.value;
    const thread = threads.get(conversation_id);
    const now = (thread && findMessage(thread, message_id)) ?? message;
    const own = ownReaction(now, agent.id);
    // What didn't reach the customer is tried again by choosing it again.
    return reacting.get(message_id) ?? (own?.error ? undefined : own?.emoji);
  }).value;
}

type AllProps = { onChoose: (emoji: string) => void; onClose: () => void };

/** Fetched when somebody wants one: its data is larger than the rest. */
function AllEmoji({ onChoose, onClose }: AllProps) {
  const app = useApp();
  const { View, failure } = useLazy(() => import("./emoji-picker.tsx"));
  useEffect(() => {
    if (!failure) return;
    onClose();
    notify(app, failure);
  }, [failure]);
  if (View) return <View onChoose={onChoose} onClose={onClose} />;
  return <p class="reaction-loading">{words.value.loading}</p>;
}

/** It stands beside a bubble: where that moves away, it would point at another. */
function useCloseOnScroll(panel: RefObject<HTMLElement | null>, onClose: () => void) {
  useEffect(() => {
    const onScroll = (event: Event) => !panel.current?.contains(event.target as Node) && onClose();
    document.addEventListener("scroll", onScroll, true);
    return () => document.removeEventListener("scroll", onScroll, true);
  }, []);
}

function moveFocus(event: KeyboardEvent, panel: HTMLElement): void {
  // It closes the panel, not the conversation behind it.
  if (event.key === "Escape") event.stopPropagation();
  const forward = document.dir === "rtl" ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward }[event.key];
  const quick = panel.querySelector(".reaction-quick");
  if (!step || !quick) return;
  const buttons = [...quick.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons.at((at + step) % buttons.length)?.focus();
  event.preventDefault();
}
