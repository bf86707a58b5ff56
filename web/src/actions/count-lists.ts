import type { App } from "../app.ts";

/** Fetches how many conversations are under each filter; a failure leaves the numbers as they were. */
export function countLists(app: App): Promise<void> {
  return app.once("count lists", async () => {
    try {
      const { counts } = await app.api.countConversations();
      app.store.change((state) => ({ ...state, counts }));
    } catch {
      // They come with the next refresh.
    }
  });
}
