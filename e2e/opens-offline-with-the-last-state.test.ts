import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("without a network", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("the dashboard opens with the last state, takes an answer, and catches up when the network is back", async () => {
    const { context, dashboard } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("Are you open today?");
    await dashboard.opens(customer.name);
    await dashboard.shows("Are you open today?");
    await dashboard.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

    await context.setOffline(true);
    await dashboard.page.reload();
    await dashboard.isShown("offline");
    await dashboard.shows("Are you open today?");
    await dashboard.row(customer.name).waitFor();
    await dashboard.sends("Until six.");
    await dashboard.shows("Until six.");
    const other = new Customer();
    await other.writes("Hello?");

    await context.setOffline(false);
    await dashboard.isLive();
    await dashboard.showsUnread(other.name, 1);
    const thread = await until(
      () => dashboard.thread(),
      (shown) => shown.length === 2 && shown.every(({ seq }) => seq > 0),
    );
    expect(thread.map(({ text }) => text)).toEqual(["Are you open today?", "Until six."]);
  });

  test("a browser that the agent signed out of shows nothing, but asks to sign in", async () => {
    const { context, dashboard } = await signIn(browser);
    await dashboard.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await dashboard.signsOut();
    await dashboard.page.getByTestId("sign-in-email").waitFor();
    await context.setOffline(true);
    await dashboard.page.reload();
    await dashboard.page.getByTestId("sign-in-email").waitFor();
  });
});
