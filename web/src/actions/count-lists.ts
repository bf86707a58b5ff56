import type { App } from "../app.ts";
import { type ListFilter, toQuery } from "../state/list-filter.ts";

/** Those that say how much there is to do. */
const COUNTED = ["mine", "unassigned", "waiting"] as const satisfies ListFilter[];

/** Fetches how many conversations are under each filter; a failure leaves the numbers as they were. */
export function countLists(app: App): Promise<void> {
  return app.once("count lists", async () => {
    try {
      const totals = await Promise.all(
        COUNTED.map(async (filter) => {
          const { total } = await app.api.listConversations({ ...toQuery(filter, ""), limit: 1 });
          return [filter, total] as const;
        }),
      );
      app.store.change((state) => ({ ...state, counts: new Map(totals) }));
    } catch {
      // They come with the next refresh.
    }
  });
}
