import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { findMessage } from "../state/thread.ts";
import { previewOf } from "../text/preview.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import "./reply-quote.css";

type Props = { conversationId: string; messageId: string; onJump?: (messageId: string) => void };

/** The message that another one answers, in short. */
export function ReplyQuote({ conversationId, messageId, onJump }: Props) {
  const { store } = useApp();
  const message = useComputed(() => {
    const thread = store.state.value.threads.get(conversationId);
    return thread && findMessage(thread, messageId);
  }).value;
  const agentId = useComputed(() => store.state.value.agent.id).value;
  const w = words.value;
  const preview = message && previewOf(message, w);
  const author = message?.author;
  const name = author?.id === agentId ? w.you : (author?.name ?? (author && w.authors[author.kind]));
  return (
    <button class="reply-quote" type="button" disabled={!onJump} onClick={() => onJump?.(messageId)}>
      <strong>
        <bdi class="ellipsis">{name ?? w.reply}</bdi>
      </strong>
      <span>
        {preview?.icon && <Icon name={preview.icon} small />}
        <bdi class="ellipsis">{preview?.text ?? w.notLoaded}</bdi>
      </span>
    </button>
  );
}
