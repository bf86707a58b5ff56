import { DEFAULT_SETTINGS } from "@live-chat/contract/settings.ts";
import {
  type ConversationDocument,
  type Firestore,
  type MessageDocument,
  messages,
  settingsRef,
} from "@live-chat/core/documents.ts";
import type { OutboundChannels } from "../channels/channel.ts";

export type ReceiptDependencies = { db: Firestore; channels: OutboundChannels };

/**
 * Shows the customer that their messages were read, once an agent's read position passed more of them: the newest
 * one stands for those before it. Not where the workspace's settings say no, or the channel can't. Throws
 * Firestore's errors; the channel's are only logged, as blue ticks are worth no second try.
 */
export async function showReadOnChannel(
  { db, channels }: ReceiptDependencies,
  before: ConversationDocument,
  after: ConversationDocument,
): Promise<void> {
  if (after.read_inbound_count <= before.read_inbound_count) return;
  const channel = channels[after.channel];
  if (!channel.markRead || !(await marksRead(db))) return;
  const newest = await newestInbound(db, after.conversation_id, after.read_seq);
  if (newest) await channel.markRead(after.account, newest);
}

/**
 * Shows the customer that an agent is typing, where the channel can; WhatsApp marks what they wrote read with it,
 * so it needs the same setting. The channel's failures are only logged.
 */
export async function showTypingOnChannel(
  { db, channels }: ReceiptDependencies,
  conversation: ConversationDocument,
): Promise<void> {
  const channel = channels[conversation.channel];
  if (!channel.markRead || !(await marksRead(db))) return;
  const newest = await newestInbound(db, conversation.conversation_id, conversation.last_seq);
  if (newest) await channel.markRead(conversation.account, newest, { typing: true });
}

async function marksRead(db: Firestore): Promise<boolean> {
  const settings = { ...DEFAULT_SETTINGS, ...(await settingsRef(db).get()).data() };
  return settings.mark_read_on_channel;
}

/** As many of the newest are looked at: what was written last may have come before others. */
const LOOKED_AT = 20;

/**
 * The channel's id of the message that the customer wrote last, of those up to `seq`: the channel takes all before it,
 * as the customer sees them, for read.
 */
async function newestInbound(db: Firestore, conversationId: string, seq: number): Promise<string | null> {
  const upTo = messages(db, conversationId).where("direction", "==", "inbound").where("seq", "<=", seq);
  const { docs } = await upTo.orderBy("seq", "desc").limit(LOOKED_AT).get();
  const [first, ...others] = docs.map((doc) => doc.data());
  const isLater = (one: MessageDocument, other: MessageDocument) =>
    (one.provider_timestamp ?? "") > (other.provider_timestamp ?? "");
  const newest = others.reduce((last, it) => (last && isLater(it, last) ? it : last), first);
  return newest?.provider_id ?? null;
}
