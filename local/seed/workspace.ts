import type { Settings } from "@live-chat/contract/settings.ts";
import { cannedAnswers, type Firestore, settingsRef } from "@live-chat/core/documents.ts";
import { clock } from "./own-time.ts";

const SETTINGS: Settings = {
  labels: [
    { name: "question", color: "blue" },
    { name: "order", color: "green" },
    { name: "repair", color: "orange" },
    { name: "complaint", color: "red" },
    { name: "wholesale", color: "purple" },
    { name: "vip", color: "yellow" },
    { name: "gift", color: "pink" },
    { name: "course", color: "teal" },
  ],
  mark_read_on_channel: true,
};

const CANNED_ANSWERS = {
  hello: "Hello! Thank you for writing to Lumen. How can I help you?",
  hours: "We're open Monday to Friday from 9 to 18, and on Saturday from 10 to 14.",
  delivery: "Delivery takes 2 to 4 working days. You'll get a link to follow it as soon as it leaves us.",
  photo: "Could you send me a photo of it, please? Then I can tell you more.",
  thanks: "You're welcome! Write to us any time.",
};

/** Writes what the demo's team has set up: the labels on offer, and answers to bring in with `/`. */
export async function writeWorkspace(db: Firestore): Promise<void> {
  await settingsRef(db).set(SETTINGS);
  for (const [shortcut, text] of Object.entries(CANNED_ANSWERS)) {
    const ref = cannedAnswers(db).doc();
    await ref.set({ id: ref.id, shortcut, text, updated_at: new Date(clock.now).toISOString() });
  }
}
