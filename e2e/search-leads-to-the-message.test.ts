import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("a search finds customers and words, and leads to the message", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("a word said long ago is found, shown in its place, and marked", async () => {
    const customer = new Customer();
    const word = `Rosewood${customer.name.slice(-6).replace("-", "")}`;
    const chat = Array.from({ length: 70 }, (_, index) => `Chat number ${index + 1}.`);
    await customer.writes("Good morning!", `Do you have ${word}?`, ...chat);
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    await page.locator(".search-field input").fill(word.toLowerCase());
    await page.getByTestId("search-hit").click();
    const message = dashboard.message(word);
    await message.waitFor();
    await page.locator(".row-marked").filter({ hasText: word }).waitFor();
    const box = (await message.boundingBox())!;
    const frame = (await page.locator(".message-list").boundingBox())!;
    expect(box.y).toBeGreaterThan(frame.y);
    expect(box.y + box.height).toBeLessThan(frame.y + frame.height);
  });

  test("a customer is found by the beginning of a name's word", async () => {
    const customer = new Customer();
    await customer.writes("Hello");
    const { dashboard } = await signIn(browser);
    await dashboard.page.locator(".search-field input").fill(customer.name.split(" ")[1]!.slice(0, 10));
    await until(
      () => dashboard.page.getByTestId("conversation-row").count(),
      (count) => count === 1,
    );
    await dashboard.row(customer.name).waitFor();
  });
});
