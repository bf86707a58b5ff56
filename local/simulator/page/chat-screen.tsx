import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Account, ChatMessage, Customer } from "../world.ts";
import type { Attempt } from "./app.tsx";
import { Bubble } from "./bubble.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { dayOf } from "./describe-message.ts";
import type { ChatApi } from "./phone-api.ts";
import type { View } from "./use-phone.ts";

type Props = { view: View; account: Account; customer: Customer; api: ChatApi; attempt: Attempt };

/** The phone in hand, with one chat open. */
export function ChatScreen({ view, account, customer, api, attempt }: Props) {
  const [replyTo, setReplyTo] = useState<ChatMessage | null>(null);
  const [editing, setEditing] = useState<ChatMessage | null>(null);
  const chat = view.chats.find((it) => it.account === account.id && it.customer === customer.id);
  const typing = useTyping(chat?.typing_until ?? 0);
  const blocked = chat?.blocked ?? false;
  const list = useStickToEnd(view.messages.length, typing);

  return (
    <section class="phone" aria-label={`${customer.name}'s phone`}>
      <ChatHeader {...{ account, customer, api, attempt, typing, blocked }} />
      <div class="messages" ref={list} role="log" aria-label="Messages">
        {view.messages.length === 0 && (
          <p class="messages-empty">{`Nothing yet. Write to ${account.verified_name} as ${customer.name}.`}</p>
        )}
        {view.messages.map((message, index) => {
          const before = view.messages[index - 1];
          const day = dayOf(message.at);
          return (
            <>
              {(!before || dayOf(before.at) !== day) && (
                <p class="messages-day" key={day}>
                  {day}
                </p>
              )}
              <Bubble
                key={message.id}
                message={message}
                first={before?.from !== message.from}
                quoted={view.messages.find(({ id }) => id === message.reply_to) ?? null}
                account={account}
                api={api}
                attempt={attempt}
                onReply={() => {
                  setEditing(null);
                  setReplyTo(message);
                }}
                onEdit={() => {
                  setReplyTo(null);
                  setEditing(message);
                }}
              />
            </>
          );
        })}
        {typing && (
          <p class="typing" role="img" aria-label="The business is typing">
            <i />
            <i />
            <i />
          </p>
        )}
      </div>
      <Composer
        key={editing?.id ?? ""}
        {...{ api, attempt, replyTo, editing, blocked, photos: view.photos }}
        onDone={() => {
          setReplyTo(null);
          setEditing(null);
        }}
      />
    </section>
  );
}

/** True until that time, in ms. */
function useTyping(until: number): boolean {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, until - Date.now()) + 50);
    return () => clearTimeout(timer);
  }, [until]);
  return until > now;
}

/** Keeps a list at its end while something comes in, unless its reader has scrolled up. */
function useStickToEnd(...reasons: unknown[]) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = list.current!;
    const look = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    const stay = () => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    };
    element.addEventListener("scroll", look);
    // Photos and the composer change the heights later; load events of pictures don't bubble.
    element.addEventListener("load", stay, true);
    const sizes = new ResizeObserver(stay);
    sizes.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      element.removeEventListener("load", stay, true);
      sizes.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, reasons);
  return list;
}
