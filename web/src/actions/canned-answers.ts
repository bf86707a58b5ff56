import type { CannedAnswer, CannedAnswerBody } from "@live-chat/contract/canned-answers.ts";
import type { App } from "../app.ts";
import { putOne, removeOne } from "../state/workspace.ts";

/** Adds a canned answer, or replaces the one with this id. Throws what the server says. */
export async function saveCannedAnswer(app: App, id: string | null, body: CannedAnswerBody): Promise<void> {
  const { canned_answer } = await (id === null
    ? app.api.createCannedAnswer(body)
    : app.api.replaceCannedAnswer(id, body));
  app.store.change((state) => putOne(state, "cannedAnswers", canned_answer));
}

/** Deletes one. Throws what the server says. */
export async function deleteCannedAnswer(app: App, answer: CannedAnswer): Promise<void> {
  await app.api.deleteCannedAnswer(answer.id);
  app.store.change((state) => removeOne(state, "cannedAnswers", answer));
}
