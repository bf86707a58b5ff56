import type { Message } from "@live-chat/contract/message.ts";
import type { OutboxMessage } from "../state/outbox.ts";

/** What happens to a message in one tab's outbox, told to the others. */
export type OutboxNews =
  | { kind: "saved"; message: OutboxMessage }
  /** Gone from the outbox: stored as `stored`, or discarded (null). */
  | { kind: "settled"; id: string; stored: Message | null };

export type OutboxChannel = { tell: (news: OutboxNews) => void; close: () => void };

/** Lets the tabs of one agent know about each other's unsent messages. */
export function openOutboxChannel(agentId: string, onNews: (news: OutboxNews) => void): OutboxChannel {
  const channel = new BroadcastChannel(`live-chat:${agentId}:outbox`);
  channel.onmessage = (message: MessageEvent<OutboxNews>) => onNews(message.data);
  let open = true;
  return {
    // What is under way when the agent leaves may still end after that.
    tell: (news) => open && channel.postMessage(news),
    close: () => {
      open = false;
      channel.close();
    },
  };
}
