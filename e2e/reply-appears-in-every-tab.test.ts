import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ANA, anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("an agent's reply", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("appears in the other tab and at the colleague's, once", async () => {
    const { context, dashboard: first } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("Do you deliver on Sundays?");
    const second = await anotherTab(context);
    const { dashboard: colleague } = await signIn(browser, ANA);
    for (const dashboard of [first, second, colleague]) await dashboard.opens(customer.name);
    await first.sends("Yes, until noon.");
    await second.shows("Yes, until noon.");
    await second.sends("And on Saturdays all day.");
    for (const dashboard of [first, second, colleague]) {
      const thread = await until(
        () => dashboard.thread(),
        (shown) => shown.length === 3 && shown.every(({ seq }) => seq > 0),
      );
      expect(thread.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(thread.map(({ text }) => text).slice(1)).toEqual([
        "Yes, until noon.",
        "And on Saturdays all day.",
      ]);
    }
  });

  test("is on the screen before the server answers, and its bubble stays the same one", async () => {
    const { dashboard } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("Hi");
    await dashboard.opens(customer.name);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await dashboard.page.route("**/api/live-chat/conversations/*/messages", async (route) => {
      if (route.request().method() === "POST") await held;
      await route.continue();
    });
    await dashboard.sends("Hello, how can I help?");
    await dashboard.shows("Hello, how can I help?");
    const bubble = await dashboard.message("Hello, how can I help?").elementHandle();
    expect(await bubble!.getAttribute("data-status")).toBe("pending");
    letGo();
    await until(
      () => bubble!.getAttribute("data-status"),
      (status) => status !== "pending",
    );
    expect(await bubble!.evaluate((element) => element.isConnected)).toBe(true);
    expect(await dashboard.message("Hello, how can I help?").count()).toBe(1);
  });
});
