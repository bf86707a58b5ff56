import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import type { Dashboard } from "./support/dashboard.ts";
import { timed } from "./support/promptly.ts";
import { noBrowser } from "./support/stack.ts";

describe.skipIf(noBrowser)("tabs share one stream, and another one goes on with it", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  /** The tabs that opened a stream, in this order. */
  function watchStreams(context: BrowserContext): Page[] {
    const openers: Page[] = [];
    context.on("request", (request) => {
      if (request.method() === "GET" && request.url().endsWith("/api/live-chat/events"))
        openers.push(request.frame().page());
    });
    return openers;
  }

  async function openThree(customer: Customer) {
    const { context, dashboard: leader } = await signIn(browser);
    const streams = watchStreams(context);
    const others = [await anotherTab(context), await anotherTab(context)];
    await customer.writes("one");
    for (const dashboard of [leader, ...others]) await dashboard.opens(customer.name);
    for (const dashboard of [leader, ...others]) await dashboard.shows("one");
    expect(streams).toEqual([]);
    return { context, streams, leader, others };
  }

  /** How long it takes until another tab opens the stream. */
  const replaced = (context: BrowserContext, end: () => Promise<unknown>) =>
    timed(async () => {
      const opened = context.waitForEvent("request", (request) => request.url().endsWith("/events"));
      await end();
      await opened;
    });

  async function everyoneHas(dashboards: Dashboard[], texts: string[]) {
    for (const dashboard of dashboards) {
      await dashboard.shows(texts.at(-1)!);
      expect((await dashboard.thread()).map(({ text }) => text)).toEqual(texts);
    }
  }

  test.each<[string, (page: Page) => Promise<unknown>]>([
    ["is closed", (page) => page.close()],
    ["crashes", crash],
  ])("within a second when the leading one %s; nothing is missed", async (_, end) => {
    const customer = new Customer();
    const { context, streams, leader, others } = await openThree(customer);
    expect(await replaced(context, () => end(leader.page))).toBeLessThan(1000);
    await customer.writes("two", "three");
    await everyoneHas(others, ["one", "two", "three"]);
    expect(streams).toHaveLength(1);
    expect(streams[0]).not.toBe(leader.page);
  });
});

async function crash(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  // A tab that crashed doesn't answer any more.
  void devtools.send("Page.crash").catch(() => {});
}
