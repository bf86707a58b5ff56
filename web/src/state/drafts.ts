import type { Draft, State } from "./state.ts";

const EMPTY: Draft = { text: "", type: "text", reply_to: null };

/** What stands in a conversation's composer. */
export function draftOf(state: State, conversationId: string): Draft {
  return state.drafts.get(conversationId) ?? EMPTY;
}

/** Keeps what an agent is writing; an empty draft is none, and only a note can be a note's new text. */
export function withDraft(state: State, conversationId: string, written: Draft): State {
  const draft = written.type === "note" ? written : { ...written, editing: null };
  const drafts = new Map(state.drafts);
  if (draft.text === "" && draft.reply_to === null && draft.type === "text" && !draft.editing)
    drafts.delete(conversationId);
  else drafts.set(conversationId, draft);
  return { ...state, drafts };
}
