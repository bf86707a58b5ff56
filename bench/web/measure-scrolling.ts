/// <reference lib="dom" />
import { type Spread, spreadOf } from "./figures.ts";
import { renderPlainly } from "./probes.ts";
import { LONG_THREAD } from "./seed.ts";
import { type Cost, costOf, scroll, type Tab } from "./tab.ts";

/** `bare`: frames in which a row was missing where the list should be covered. */
export type Scrolled = { frames: Spread; bare: number; cost: Cost; loaded: number };
/** The peer: all rows in the page. `ms` until they were laid out. */
export type Plain = { frames: Spread; ms: number; cost: Cost; count: number };

const LIST = { scroller: ".conversation-list", row: ".conversation-rows > li" };
const THREAD = { scroller: ".message-list", row: "[data-row-index]" };

/** Loads all conversations, then scrolls through them, down and up. */
export async function measureList(tab: Tab, count: number): Promise<Scrolled> {
  const { page } = tab;
  const end = page.locator(`[aria-posinset="${count}"]`);
  const height = () => page.locator(".conversation-rows").evaluate((rows) => rows.clientHeight);
  while ((await end.count()) === 0) {
    const before = await height();
    await page.locator(LIST.scroller).evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.waitForFunction(
      ([known, last]) =>
        document.querySelector(".conversation-rows")!.clientHeight !== known ||
        document.querySelector(`[aria-posinset="${last}"]`) !== null,
      [before, count],
    );
  }
  await page.locator(LIST.scroller).evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
  const down = await scroll(tab, { ...LIST, distance: 24_000, speed: 6_000 });
  const up = await scroll(tab, { ...LIST, distance: -24_000, speed: 6_000 });
  return {
    frames: spreadOf([...down.frames, ...up.frames]),
    bare: down.bare + up.bare,
    cost: await costOf(tab),
    loaded: count,
  };
}

export async function openThread({ page }: Tab): Promise<void> {
  await page.evaluate((id) => {
    window.location.hash = `/conversations/${id}`;
  }, LONG_THREAD);
  await page.getByTestId("message").first().waitFor();
}

/** Opens the long thread and scrolls back through it, with its pages coming in meanwhile, then forth again. */
export async function measureThread(tab: Tab): Promise<Scrolled> {
  const { page } = tab;
  await openThread(tab);
  const seqs = () =>
    page.getByTestId("message").evaluateAll((all) => all.map((one) => Number(one.dataset.seq)));
  const newest = Math.max(...(await seqs()));
  const up = await scroll(tab, { ...THREAD, distance: -60_000, speed: 4_000 });
  const oldest = Math.min(...(await seqs()));
  const down = await scroll(tab, { ...THREAD, distance: 20_000, speed: 4_000 });
  return {
    frames: spreadOf([...up.frames, ...down.frames]),
    bare: up.bare + down.bare,
    cost: await costOf(tab),
    loaded: newest - oldest,
  };
}

/** `count` rows like the one on the screen, all in the page; the dashboard is gone afterwards. */
export async function measurePlain(tab: Tab, kind: "list" | "thread", count: number): Promise<Plain> {
  const { scroller, row } = kind === "list" ? LIST : THREAD;
  const html = await tab.page
    .locator(row)
    .nth(3)
    .evaluate((element) => {
      const copy = element.cloneNode(true) as HTMLElement;
      copy.removeAttribute("style");
      return `<div data-plain>${copy.innerHTML}</div>`;
    });
  const ms = await tab.page.evaluate(renderPlainly, { html, count, scroller });
  const { frames } = await scroll(tab, {
    scroller: "#plain",
    row: "[data-plain]",
    distance: 24_000,
    speed: 6_000,
  });
  return { frames: spreadOf(frames), ms, cost: await costOf(tab), count };
}
