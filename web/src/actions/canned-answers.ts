import type { CannedAnswer } from "@live-chat/contract/canned-answers.ts";
import type { App } from "../app.ts";
import { notify } from "./notify.ts";

/** Fetches the team's canned answers; ones fetched earlier stay until then. */
export function loadCannedAnswers(app: App): Promise<void> {
  return app.once("canned answers", async () => {
    try {
      const { canned_answers } = await app.api.listCannedAnswers();
      app.store.change((state) => ({ ...state, cannedAnswers: canned_answers }));
    } catch (error) {
      notify(app, error as Error, () => void loadCannedAnswers(app));
    }
  });
}

/** Adds one. Returns whether the server took it; a refusal is said. */
export async function addCannedAnswer(app: App, shortcut: string, text: string): Promise<boolean> {
  try {
    const { canned_answer } = await app.api.createCannedAnswer({ shortcut, text });
    app.store.change((state) => ({
      ...state,
      cannedAnswers: [...(state.cannedAnswers ?? []), canned_answer],
    }));
    return true;
  } catch (error) {
    notify(app, error as Error);
    return false;
  }
}

export async function removeCannedAnswer(app: App, answer: CannedAnswer): Promise<void> {
  try {
    await app.api.deleteCannedAnswer(answer.id);
    app.store.change((state) => ({
      ...state,
      cannedAnswers: state.cannedAnswers?.filter((one) => one.id !== answer.id) ?? null,
    }));
  } catch (error) {
    notify(app, error as Error, () => void removeCannedAnswer(app, answer));
  }
}
