/** One try to deliver one message. */
export type Attempt = { conversation_id: string; message_id: string; attempt: number };

/** One try to deliver a reaction to a message, by the reaction's number. */
export type ReactionAttempt = { conversation_id: string; message_id: string; reaction: number };

/** What a channel was asked to carry along and tells about again. */
export type SentAs = Attempt | ReactionAttempt;

/** An attempt as a channel carries it along and gives it back. */
export function toCallback(sent: SentAs): string {
  const { conversation_id, message_id } = sent;
  const which = "reaction" in sent ? `r${sent.reaction}` : sent.attempt;
  return `${conversation_id}/${message_id}/${which}`;
}

/** The attempt that `toCallback` wrote; null for anything else, as others may send from the same number. */
export function parseCallback(text: string | null | undefined): SentAs | null {
  const parts = /^([\w-]{1,128})\/([\w-]{1,128})\/(r?)(\d{1,6})$/.exec(text ?? "");
  if (!parts || [parts[1]!, parts[2]!].some(isReserved)) return null;
  const ids = { conversation_id: parts[1]!, message_id: parts[2]! };
  return parts[3] ? { ...ids, reaction: Number(parts[4]) } : { ...ids, attempt: Number(parts[4]) };
}

/** Firestore takes no such ids. One that only begins so may be ours. */
const isReserved = (id: string) => /^__.*__$/.test(id);
