import type { Account, ChatMessage } from "../world.ts";
import type { Attempt } from "./app.tsx";
import { BubbleContent } from "./bubble-content.tsx";
import { describe, timeOf } from "./describe-message.ts";
import { Icon } from "./icon.tsx";
import { MessageMenu } from "./message-menu.tsx";
import type { ChatApi } from "./phone-api.ts";

export type BubbleProps = {
  message: ChatMessage;
  /** The first of several by the same side. */
  first: boolean;
  quoted: ChatMessage | null;
  account: Account;
  api: ChatApi;
  attempt: Attempt;
  onReply: () => void;
  onEdit: () => void;
};

const TICKS = { sent: "sent", delivered: "delivered", read: "read" } as const;

/** One message, with all that hangs on it. */
export function Bubble(props: BubbleProps) {
  const { message, first, quoted, account, api, attempt } = props;
  const own = message.from === "customer";
  const reactions = [message.reactions.business, message.reactions.customer].filter(Boolean);
  const kind = message.revoked ? undefined : message.media?.kind;
  const looks = [
    own ? "bubble-own" : "bubble-theirs",
    first && "bubble-first",
    (kind === "image" || kind === "sticker") && "bubble-picture",
    kind === "image" && !message.text && "bubble-wordless",
    kind === "sticker" && "bubble-sticker",
    isEmoji(message) && "bubble-emoji",
  ];
  return (
    <article class={`bubble ${looks.filter(Boolean).join(" ")}`} data-message={message.id}>
      {!message.revoked && <MessageMenu {...props} />}
      {quoted && (
        <p class="quote">
          <strong>{quoted.from === "customer" ? "You" : account.verified_name}</strong>
          <span>{describe(quoted)}</span>
        </p>
      )}
      {message.revoked ? (
        <p class="bubble-revoked">
          <Icon name="revoked" />
          {describe(message)}
        </p>
      ) : (
        <BubbleContent message={message} />
      )}
      {message.footer && <p class="bubble-footer">{message.footer}</p>}
      <p class="bubble-end">
        {message.edited && !message.revoked && <span class="bubble-edited">edited</span>}
        <time dateTime={new Date(message.at).toISOString()}>{timeOf(message.at)}</time>
        {own && (
          <span class={`ticks ticks-${message.status}`} role="img" aria-label={TICKS[message.status]}>
            <Icon name={message.status === "sent" ? "tick" : "ticks"} />
          </span>
        )}
      </p>
      {message.choices.map(({ id, title, description }) => (
        <button
          type="button"
          class="choice"
          key={id}
          title={description}
          onClick={() => attempt(api.act("choose", { message: message.id, choice: id }))}
        >
          <Icon name="choose" />
          {title}
        </button>
      ))}
      {reactions.length > 0 && <p class="reactions">{[...new Set(reactions)].join(" ")}</p>}
    </article>
  );
}

/** Up to three emoji and nothing else: WhatsApp shows them large. */
function isEmoji({ text, media, revoked }: ChatMessage): boolean {
  return !revoked && !media && text !== null && /^(\p{RGI_Emoji}\s*){1,3}$/v.test(text);
}
