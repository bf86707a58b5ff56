import type { App } from "../app.ts";
import { draftOf } from "../state/drafts.ts";
import type { OutgoingFile } from "../state/outgoing-file.ts";
import { saveDraft } from "./save-draft.ts";
import { sendMessage } from "./send-message.ts";

/** Sends what was recorded, as an answer to what the agent was answering. */
export function sendVoice(app: App, conversationId: string, sound: Blob): void {
  const draft = draftOf(app.store.state.peek(), conversationId);
  const { reply_to } = draft;
  // Safari records what WhatsApp takes as a sound, not as a voice.
  const ogg = sound.type === "audio/ogg";
  const file: OutgoingFile = {
    ...{ blob: sound, kind: "audio", mime_type: sound.type, voice: ogg, upload_id: null },
    name: ogg ? "voice.ogg" : "voice.m4a",
  };
  saveDraft(app, conversationId, { ...draft, reply_to: null });
  void sendMessage(app, conversationId, { text: "", type: "audio", reply_to, file });
}
