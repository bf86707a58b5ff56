import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ANA, anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("a customer's message reaches every tab, without a refresh", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("a new customer's row appears with its badge, in both tabs and at another agent's", async () => {
    const { context, dashboard: first } = await signIn(browser);
    const second = await anotherTab(context);
    const { dashboard: colleague } = await signIn(browser, ANA);
    const customer = new Customer();
    await customer.writes("Is anybody there?");
    for (const dashboard of [first, second, colleague]) await dashboard.showsUnread(customer.name, 1);
    await customer.writes("Hello?");
    for (const dashboard of [first, second, colleague]) await dashboard.showsUnread(customer.name, 2);
  });

  test("in an open conversation the bubbles appear in order, and are read", async () => {
    const { dashboard } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("first");
    await dashboard.opens(customer.name);
    const texts = Array.from({ length: 10 }, (_, i) => `rapid ${i + 1}`);
    await customer.writes(...texts);
    const shown = await until(
      () => dashboard.thread(),
      (thread) => thread.length === 11,
    );
    expect(shown.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(shown.map(({ text }) => text)).toEqual(["first", ...texts]);
    await dashboard.showsUnread(customer.name, 0);
    // Each says to those who listen who wrote it.
    expect(await dashboard.message("rapid 10").textContent()).toMatch(
      new RegExp(`^${customer.name}: rapid 10`),
    );
  });
});
