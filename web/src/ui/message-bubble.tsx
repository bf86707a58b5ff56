import type { Message } from "@live-chat/contract/message.ts";
import { words } from "../language/words.ts";
import type { ThreadRow } from "../state/thread-rows.ts";
import { clockTime, fullTime } from "../text/times.ts";
import { BubbleActions } from "./bubble-actions.tsx";
import { Icon } from "./icon.tsx";
import { MessageContent } from "./message-content.tsx";
import { MessageFailure } from "./message-failure.tsx";
import { MessageText } from "./message-text.tsx";
import { MessageTicks } from "./message-ticks.tsx";
import { ReactionFailure } from "./reaction-failure.tsx";
import { Reactions } from "./reactions.tsx";
import { ReplyQuote } from "./reply-quote.tsx";
import { UploadState } from "./upload-state.tsx";
import "./message-bubble.css";

export type MessageRow = Extract<ThreadRow, { kind: "message" }>;
type Props = {
  row: MessageRow;
  agentId: string;
  onReply: (message: Message) => void;
  onJump: (messageId: string) => void;
};

/** One message, from the pending bubble to the read one. */
export function MessageBubble({ row, agentId, onReply, onJump }: Props) {
  const { message, outgoing, first, last } = row;
  const w = words.value;
  if (message.type === "system") return <SystemLine message={message} />;
  const status = outgoing ? (outgoing.state === "failed" ? "failed" : "pending") : message.status;
  return (
    <article
      class={`bubble-line bubble-${message.direction} ${first ? "bubble-first" : ""} ${last ? "bubble-last" : ""}`}
      data-testid="message"
      data-message-id={message.message_id}
      data-seq={outgoing ? undefined : message.seq}
      data-status={status}
      tabIndex={-1}
    >
      <div class="bubble">
        {message.direction === "internal" && first && (
          <p class="bubble-note-head">
            <Icon name="note" small /> {w.types.note} · {w.noteOnlyTeam}
          </p>
        )}
        <BubbleAuthor row={row} agentId={agentId} />
        {message.reply_to && (
          <ReplyQuote conversationId={message.conversation_id} messageId={message.reply_to} onJump={onJump} />
        )}
        <MessageContent message={message} outgoing={outgoing} />
        {outgoing?.file && <UploadState outgoing={outgoing} />}
        <div class="bubble-body" dir="auto">
          {message.text && !message.revoked_at && <MessageText text={message.text} />}
          <BubbleFoot row={row} />
        </div>
        {!outgoing && <Reactions message={message} />}
      </div>
      {!outgoing && !message.revoked_at && (
        <BubbleActions message={message} agentId={agentId} onReply={onReply} />
      )}
      <MessageFailure row={row} />
      {message.reactions.length > 0 && <ReactionFailure message={message} />}
    </article>
  );
}

/** Who wrote it: seen above the first of a colleague's bubbles, said of each to those who listen. */
function BubbleAuthor({ row: { message, first }, agentId }: Pick<Props, "row" | "agentId">) {
  const { author, direction } = message;
  const w = words.value;
  const name = author.id === agentId ? w.you : (author.name ?? w.authors[author.kind]);
  const seen = first && direction !== "inbound" && author.id !== agentId;
  return seen ? (
    <bdi class="bubble-author">{name}</bdi>
  ) : (
    <span class="unseen">
      <bdi>{name}</bdi>:{" "}
    </span>
  );
}

function BubbleFoot({ row: { message, outgoing } }: { row: MessageRow }) {
  const w = words.value;
  return (
    <span class="bubble-foot">
      {message.edited_at && !message.revoked_at && <span>{w.edited}</span>}
      <time dateTime={message.created_at} title={fullTime(message.created_at, w.language)}>
        {clockTime(message.created_at, w.language)}
      </time>
      {message.direction === "outbound" && (
        <MessageTicks status={outgoing?.state === "failed" ? "failed" : message.status} />
      )}
      {message.direction === "internal" && outgoing && <MessageTicks status="queued" />}
    </span>
  );
}

function SystemLine({ message }: { message: Message }) {
  const w = words.value;
  const detail = message.content && "detail" in message.content ? message.content.detail : null;
  return (
    <p
      class="system-line"
      data-testid="message"
      data-message-id={message.message_id}
      data-seq={message.seq}
      data-status={message.status}
    >
      <bdi>{message.text ?? detail ?? w.types.system}</bdi>
    </p>
  );
}
