import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { saveDraft } from "../actions/save-draft.ts";
import { draftOf } from "../state/drafts.ts";
import type { TrayFile } from "../state/outgoing-file.ts";
import type { Draft } from "../state/state.ts";
import { trayOf } from "../state/trays.ts";
import { isWindowClosed } from "../state/window.ts";
import { useApp } from "./app-context.ts";
import { thisMoment } from "./clock.ts";

/** Longest texts, in UTF-16 code units: of a message, and under a file. The server's limits. */
const MAX_TEXT_LENGTH = 4096;
const MAX_CAPTION_LENGTH = 1024;

const NO_FILES: readonly TrayFile[] = [];

export type ComposerState = {
  conversation: Conversation;
  draft: Draft;
  /** What goes with the text; a note takes no files with it. */
  files: readonly TrayFile[];
  note: boolean;
  /** Only templates and notes can be sent now. */
  closed: boolean;
  /** Characters too many. */
  surplus: number;
  ready: boolean;
  change: (part: Partial<Draft>) => void;
};

/** What stands in a conversation's composer, and whether it can be sent. */
export function useComposer(conversation: Conversation): ComposerState {
  const app = useApp();
  const id = conversation.conversation_id;
  const draft = useComputed(() => draftOf(app.store.state.value, id)).value;
  const tray = useComputed(() => trayOf(app.store.state.value, id)).value;
  const note = draft.type === "note";
  const files = note ? NO_FILES : tray;
  const captioned = files[0] && files[0].file.kind !== "audio";
  const surplus = draft.text.length - (captioned ? MAX_CAPTION_LENGTH : MAX_TEXT_LENGTH);
  const something = draft.text.trim() !== "" || files.length > 0;
  const ready = something && surplus <= 0 && files.every((one) => one.problem === null);
  const change = (part: Partial<Draft>) => {
    // Several may come before the screen is drawn again.
    saveDraft(app, id, { ...draftOf(app.store.state.peek(), id), ...part });
  };
  const closed = !note && isWindowClosed(conversation, thisMoment());
  return { conversation, draft, files, note, closed, surplus, ready, change };
}
