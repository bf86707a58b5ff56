import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("signing out", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  /** What the browser keeps for the dashboard: keys, databases, caches; without its own files. */
  const kept = (page: Page) =>
    page.evaluate(async () => {
      const databases = (await indexedDB.databases()).map(({ name }) => name ?? "");
      const names = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...databases];
      const ours = names.filter((name) => name.startsWith("live-chat:"));
      const files = (await caches.keys()).filter((name) => !name.startsWith("live-chat-files:"));
      return [...ours, ...files].sort();
    });

  test("leaves nothing behind, in any tab, and asks first when something was not sent", async () => {
    const { context, dashboard } = await signIn(browser);
    const second = await anotherTab(context);
    const customer = new Customer();
    await customer.writes("hello");
    await dashboard.opens(customer.name);
    await dashboard.shows("hello");
    await dashboard.page.getByTestId("composer-input").fill("a draft");
    await second.opens(customer.name);
    await until(
      () => kept(second.page),
      (names) =>
        names.some((name) => name.includes(":drafts:")) && names.some((name) => name.endsWith(":outbox")),
    );

    await context.setOffline(true);
    await dashboard.sends("not sent");
    await dashboard.signsOut();
    const warning = dashboard.page.getByRole("dialog");
    await warning.getByRole("button", { name: "Stay signed in" }).click();
    await dashboard.shows("not sent");
    await context.setOffline(false);
    await until(
      () => dashboard.thread(),
      (shown) => shown.at(-1)?.text === "not sent" && shown.at(-1)!.seq === 2,
    );

    await dashboard.signsOut();
    for (const { page } of [dashboard, second]) await page.getByTestId("sign-in-email").waitFor();
    await until(
      () => kept(dashboard.page),
      (names) => names.length === 0,
    );
    await second.page.reload();
    await second.page.getByTestId("sign-in-email").waitFor();
    expect(await kept(second.page)).toEqual([]);
  });
});
