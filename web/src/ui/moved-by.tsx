import type { Author } from "@live-chat/contract/message.ts";
import { words } from "../language/words.ts";
import { agoText } from "../text/times.ts";
import { useApp } from "./app-context.ts";
import { thisMoment } from "./clock.ts";

/** Who wrote while the message was being written, and how long ago. */
export function MovedBy({ conversationId }: { conversationId: string }) {
  const state = useApp().store.state.value;
  const w = words.value;
  const messages = state.threads.get(conversationId)?.messages ?? [];
  const other = messages.findLast((one) => one.author.id !== state.agent.id && one.type !== "note");
  const name = (author: Author) => author.name ?? w.authors[author.kind];
  if (!other) return <>{w.movedBy(w.authors.customer)}</>;
  return <>{w.sending.repliedAgo(name(other.author), agoText(other.created_at, thisMoment(), w.language))}</>;
}
