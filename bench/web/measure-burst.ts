import { watchedTasks, watchTasks } from "./probes.ts";
import type { Relay } from "./relay.ts";
import { costOf, isLive, type Tab } from "./tab.ts";
import { post, type Written } from "./webhooks.ts";

/** `busy`: ms of the main thread, for all of them; `longest`: ms of its longest task, null = under 50. */
export type Burst = { events: number; busy: number; longest: number | null };

const CUSTOMERS = Array.from({ length: 8 }, (_, index) => `Bursting Customer ${index + 1}`);

/** The network is cut while eight customers write 1,000 messages, one of them into the open conversation. */
export async function measureBurst(
  tab: Tab,
  origin: string,
  relay: Relay,
  heard: (events: number) => Promise<void>,
) {
  const { page } = tab;
  const greeted = heard(CUSTOMERS.length);
  await post(
    origin,
    CUSTOMERS.map((from) => ({ from, text: "Hello" })),
  );
  await greeted;
  const open = CUSTOMERS[0]!;
  for (const name of CUSTOMERS) await rowWith(tab, name).waitFor();
  await rowWith(tab, open).click();
  await page.getByTestId("message").first().waitFor();
  relay.cut();
  const written = Array.from({ length: 1000 }, (_, index) => ({
    from: CUSTOMERS[index % CUSTOMERS.length]!,
    text: `Written while the network was away, number ${index}.`,
  }));
  const all = heard(1000);
  await post(origin, written);
  await all;
  await page.evaluate(watchTasks);
  const before = await costOf(tab);
  relay.join();
  await isLive(page);
  await showsAll(tab, written.slice(-CUSTOMERS.length));
  const after = await costOf(tab);
  const tasks = await page.evaluate(watchedTasks);
  const burst: Burst = {
    events: 1000,
    busy: after.busy - before.busy,
    longest: tasks.length ? Math.max(...tasks) : null,
  };
  return burst;
}

const rowWith = ({ page }: Tab, text: string) =>
  page.getByTestId("conversation-row").filter({ hasText: text });

/** Waits until the rows show these texts, and the open conversation its own. */
export async function showsAll(tab: Tab, last: readonly Written[]): Promise<void> {
  // Only what is near the screen is in the page, and whoever clicks a row that moves may have scrolled to it.
  await tab.page.locator(".conversation-list").evaluate((list) => list.scrollTo(0, 0));
  for (const { text } of last.slice(-5)) await rowWith(tab, text).waitFor({ timeout: 120_000 });
  await tab.page.getByTestId("message").filter({ hasText: last[0]!.text }).waitFor({ timeout: 120_000 });
}
