import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

/** More than two pages of history. */
const LINES = Array.from({ length: 120 }, (_, index) => `Line ${index + 1}.`);
/** px of one turn of the wheel. */
const TURN = 120;

describe.skipIf(noBrowser)("in a thread the reader keeps the place", () => {
  let browser: Browser;
  const customer = new Customer();
  beforeAll(async () => {
    browser = await openBrowser();
    await customer.writes(...LINES);
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("it opens at the first unread message, below a line that says so", async () => {
    const { dashboard } = await signIn(browser);
    await dashboard.opens(customer.name);
    await dashboard.page.locator(".unread-line").waitFor();
    expect(await isInView(dashboard.message("Line 1."))).toBe(true);
    await dashboard.page.locator(".jump-to-end").click();
    await until(
      () => isInView(dashboard.message("Line 120.")),
      (shown) => shown,
    );
    await dashboard.showsUnread(customer.name, 0);
  });

  test("older messages that come in late move nothing by a pixel", async () => {
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    await page.route("**/messages?*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await route.continue();
    });
    await dashboard.opens(customer.name);
    await dashboard.shows("Line 120.");
    await page.locator(".message-list").hover();
    for (let turn = 0; turn < 24; turn++) {
      const message = page.locator(await messageInView(page.locator(".message-list")));
      const before = await topOf(message);
      await page.mouse.wheel(0, -TURN);
      await until(
        () => topOf(message),
        (top) => Math.abs(top - before - TURN) < 1,
      );
    }
    await dashboard.shows("Line 60.");
  });

  test("new messages don't pull a reader down who is further up, but are counted there", async () => {
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    await dashboard.opens(customer.name);
    await dashboard.shows("Line 120.");
    await page.locator(".message-list").hover();
    await page.mouse.wheel(0, -6 * TURN);
    const button = page.locator(".jump-to-end");
    await button.waitFor();
    const message = page.locator(await messageInView(page.locator(".message-list")));
    const before = await topOf(message);
    await customer.writes("Something new.", "And more.", "And the last of it.");
    await button.getByText("3 new messages").waitFor();
    expect(await topOf(message)).toBe(before);
    await button.click();
    await until(
      () => isInView(dashboard.message("And the last of it.")),
      (shown) => shown,
    );
  });
});

async function topOf(element: Locator): Promise<number> {
  return (await element.boundingBox())!.y;
}

async function isInView(element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const frame = (await element.page().locator(".message-list").boundingBox())!;
  return box !== null && box.y >= frame.y - 1 && box.y + box.height <= frame.y + frame.height + 1;
}

/** A selector of a message near the top of the view, which stays in the page when it is scrolled back. */
function messageInView(list: Locator): Promise<string> {
  return list.evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    const bubbles = [...element.querySelectorAll<HTMLElement>("[data-message-id]")];
    const bubble = bubbles.find((one) => one.getBoundingClientRect().top > top + 100);
    return `[data-message-id="${bubble!.dataset.messageId}"]`;
  });
}
