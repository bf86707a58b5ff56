/** One try to deliver one message. */
export type Attempt = { conversation_id: string; message_id: string; attempt: number };

/** An attempt as a channel carries it along and gives it back. */
export function toCallback({ conversation_id, message_id, attempt }: Attempt): string {
  return `${conversation_id}/${message_id}/${attempt}`;
}

/** The attempt that `toCallback` wrote; null for anything else, as others may send from the same number. */
export function parseCallback(text: string | null | undefined): Attempt | null {
  const parts = /^([\w-]{1,128})\/([\w-]{1,128})\/(\d{1,6})$/.exec(text ?? "");
  if (!parts || [parts[1]!, parts[2]!].some(isReserved)) return null;
  return { conversation_id: parts[1]!, message_id: parts[2]!, attempt: Number(parts[3]) };
}

/** Firestore takes no such ids. One that only begins so may be ours. */
const isReserved = (id: string) => /^__.*__$/.test(id);
