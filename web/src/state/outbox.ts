import type { Message } from "@live-chat/contract/message.ts";
import type { TemplateBody } from "@live-chat/contract/templates.ts";
import type { OutgoingFile } from "./outgoing-file.ts";
import type { State } from "./state.ts";

/**
 * A message that an agent wrote and the server has not confirmed yet.
 * `waiting`: to be sent. `sending`: under way. `failed`: refused, the agent decides. `moved`: somebody wrote
 * meanwhile, the agent is asked.
 */
export type OutboxMessage = {
  client_message_id: string;
  conversation_id: string;
  type: "text" | "note" | "template" | OutgoingFile["kind"];
  /** What its bubble says; empty: nothing. */
  text: string;
  file: OutgoingFile | null;
  template: TemplateBody | null;
  reply_to: string | null;
  /** The highest `seq` its writer saw; null = send it whatever happened since. */
  expected_seq: number | null;
  created_at: string;
  state: "waiting" | "sending" | "failed" | "moved";
  /** Why it failed, for the agent and for the way out; null otherwise. */
  problem: string | null;
  code: string | null;
};

export function addToOutbox(state: State, message: OutboxMessage): State {
  return { ...state, outbox: [...state.outbox, message] };
}

/** Changes one message of the outbox; unknown ids change nothing. */
export function changeInOutbox(state: State, id: string, change: Partial<OutboxMessage>): State {
  if (!state.outbox.some((one) => one.client_message_id === id)) return state;
  const outbox = state.outbox.map((one) => (one.client_message_id === id ? { ...one, ...change } : one));
  return { ...state, outbox };
}

export function removeFromOutbox(state: State, id: string): State {
  const uploads = new Map(state.uploads);
  uploads.delete(id);
  return { ...state, uploads, outbox: state.outbox.filter((one) => one.client_message_id !== id) };
}

/** How much of a message's file the server has, from 0 to 1. */
export function withUploaded(state: State, id: string, share: number): State {
  return { ...state, uploads: new Map(state.uploads).set(id, share) };
}

/** When the next message was written: after all others, so that its time tells its place. */
export function nextTime(outbox: readonly OutboxMessage[], now: number): string {
  const newest = outbox.reduce((latest, one) => Math.max(latest, Date.parse(one.created_at) || 0), 0);
  return new Date(Math.max(now, newest + 1)).toISOString();
}

/**
 * What waits behind a message that was stored next after what its writer saw: nothing came in between, so it may
 * expect that one as well, and isn't asked back.
 */
export function expectAfter(state: State, stored: Message): State {
  const seen = ({ conversation_id, expected_seq }: OutboxMessage) =>
    conversation_id === stored.conversation_id && expected_seq === stored.seq - 1;
  if (!state.outbox.some(seen)) return state;
  const outbox = state.outbox.map((one) => (seen(one) ? { ...one, expected_seq: stored.seq } : one));
  return { ...state, outbox };
}

/** Puts a message where its time says, or a newer copy in the place of an older one. */
export function putInOutbox(state: State, message: OutboxMessage): State {
  const others = state.outbox.filter((one) => one.client_message_id !== message.client_message_id);
  const outbox = [...others, message].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  return { ...state, outbox };
}

/**
 * The next message to send in a conversation: the oldest that the server didn't refuse, and none while that one
 * needs the agent's word, so that the customer reads them in the order they were written.
 */
export function nextToSend(outbox: readonly OutboxMessage[], conversationId: string): OutboxMessage | null {
  const first = outbox.find((one) => one.conversation_id === conversationId && one.state !== "failed");
  return first && first.state !== "moved" ? first : null;
}

const NONE: readonly OutboxMessage[] = [];

/** What of the outbox is still to be shown: without those whose message has come back meanwhile. */
export function unconfirmedMessages(
  outbox: readonly OutboxMessage[],
  conversationId: string,
  messages: readonly Message[],
): readonly OutboxMessage[] {
  const mine = outbox.filter((one) => one.conversation_id === conversationId);
  if (mine.length === 0) return NONE;
  const known = new Set(messages.slice(-200).map((message) => message.client_message_id));
  return mine.filter((one) => !known.has(one.client_message_id));
}
