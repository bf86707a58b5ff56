import type { OutgoingFile, TrayFile } from "./outgoing-file.ts";
import type { State } from "./state.ts";

const EMPTY: readonly TrayFile[] = [];

/** The files chosen in a conversation's composer, in the order they will be sent. */
export function trayOf(state: State, conversationId: string): readonly TrayFile[] {
  return state.trays.get(conversationId) ?? EMPTY;
}

/** Puts files into a tray; an empty tray is none. */
export function withTray(state: State, conversationId: string, files: readonly TrayFile[]): State {
  const trays = new Map(state.trays);
  if (files.length === 0) trays.delete(conversationId);
  else trays.set(conversationId, files);
  return { ...state, trays };
}

/** What leaves as one message. */
export type Piece = { text: string; file: OutgoingFile | null };

/** A text and files as messages: the text stands under the first file, but under no sound. */
export function toPieces(text: string, files: readonly OutgoingFile[]): Piece[] {
  const [first] = files;
  const alone = text !== "" && (!first || first.kind === "audio");
  const pieces = files.map((file, index) => ({ text: index === 0 && !alone ? text : "", file }));
  return alone ? [{ text, file: null }, ...pieces] : pieces;
}
