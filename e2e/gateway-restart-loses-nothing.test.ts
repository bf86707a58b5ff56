import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { gateway, noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("while messages flow", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test.each([
    [
      "killed",
      async () => {
        await gateway.kill();
        return gateway.start;
      },
    ],
    ["redeployed", async () => gateway.restart],
  ] as const)("the gateway is %s: nothing is lost, nothing is shown twice", async (_, breakIt) => {
    const { dashboard } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("0");
    await dashboard.opens(customer.name);
    await dashboard.shows("0");

    const texts = Array.from({ length: 30 }, (_, i) => `message ${i + 1}`);
    await customer.writes(...texts.slice(0, 10));
    const mend = await breakIt();
    await Promise.all([customer.writes(...texts.slice(10)), mend()]);

    const thread = await until(
      () => dashboard.thread(),
      (shown) => shown.at(-1)?.seq === 31,
      40_000,
    );
    await dashboard.isLive();
    expect(thread.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
    expect(thread.map(({ text }) => text)).toEqual(["0", ...texts]);
    await dashboard.showsUnread(customer.name, 0);
  });
});
