import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("the list is in order, and holds still under the pointer", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("no row moves while the agent points at one, and all settle afterwards", async () => {
    const [first, second, third] = [new Customer(), new Customer(), new Customer()];
    for (const customer of [first, second, third]) await customer.writes("Hello");
    const names = [first.name, second.name, third.name];
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    const order = async () => {
      const rows = await page.getByTestId("conversation-row").all();
      const places = await Promise.all(
        rows.map(async (row) => ({
          text: (await row.textContent()) ?? "",
          y: (await row.boundingBox())?.y ?? 0,
        })),
      );
      const sorted = places.sort((a, b) => a.y - b.y).map(({ text }) => text);
      return sorted.flatMap((text) => names.find((name) => text.includes(name)) ?? []);
    };
    const newestFirst = [third.name, second.name, first.name];
    await until(order, (shown) => shown.join() === newestFirst.join());
    await dashboard.row(second.name).hover();
    await first.writes("Are you there?");
    await dashboard.showsUnread(first.name, 2);
    expect(await order()).toEqual(newestFirst);
    await page.mouse.move(900, 400);
    await until(order, (shown) => shown.join() === [first.name, third.name, second.name].join());
  });

  test("a filter shows only what belongs there, with its count, and follows what happens", async () => {
    const customer = new Customer();
    await customer.writes("Hello");
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    await page.getByRole("button", { name: /^Unread/ }).click();
    await dashboard.row(customer.name).waitFor();
    await page.getByRole("button", { name: /^Resolved/ }).click();
    await dashboard.row(customer.name).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Unread/ }).click();
    await dashboard.opens(customer.name);
    await page.getByRole("button", { name: /^Resolved/ }).click();
    await page.keyboard.press("Alt+r");
    await dashboard.row(customer.name).waitFor();
  });
});
