import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import type { Dashboard } from "./support/dashboard.ts";
import { timed } from "./support/promptly.ts";
import { noBrowser } from "./support/stack.ts";
import { stopTab } from "./support/stop-tab.ts";

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
    // The worker lives beside the first tab, and the others are its pages: the harder case.
    await leader.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
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

  test("soon when the leading one stands still; it follows when it goes on", async () => {
    const customer = new Customer();
    const { context, leader, others } = await openThree(customer);
    let goOn = () => {};
    const stop = async () => {
      goOn = await stopTab(leader.page);
    };
    try {
      expect(await replaced(context, stop)).toBeLessThan(5000);
      await customer.writes("two", "three");
      await everyoneHas(others, ["one", "two", "three"]);
      await others[0]!.sends("four");
      await everyoneHas(others, ["one", "two", "three", "four"]);
    } finally {
      goOn();
    }
    await everyoneHas([leader], ["one", "two", "three", "four"]);
    await leader.isLive();
  });
});

async function crash(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  // A tab that crashed doesn't answer any more.
  void devtools.send("Page.crash").catch(() => {});
}
