import { setTimeout } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import type { Dashboard } from "./support/dashboard.ts";
import { timed } from "./support/promptly.ts";
import { noBrowser } from "./support/stack.ts";
import { startStallingGateway } from "./support/stalling-gateway.ts";
import { stopTab } from "./support/stop-tab.ts";

const AT_ONCE = 2000;

describe.skipIf(noBrowser)("a dashboard that was away is right within two seconds", () => {
  let browser: Browser;
  let network: Awaited<ReturnType<typeof startStallingGateway>>;
  beforeAll(async () => {
    network = await startStallingGateway();
    browser = await openBrowser({ gatewayVia: network.port });
  });
  afterEach(() => closeTabs(browser));
  afterAll(async () => {
    await browser.close();
    network.stop();
  });

  /** Sleeps: nothing runs, and whatever was connected is dead when it wakes up, and nobody says so. */
  async function sleep({ page }: Dashboard): Promise<() => Promise<unknown>> {
    const wakeUp = await stopTab(page);
    network.stall();
    // Shorter than that it could have been a moment's work.
    await setTimeout(6000);
    return async () => wakeUp();
  }

  /** Between two networks: the browser knows that there is none. */
  async function loseNetwork({ page }: Dashboard): Promise<() => Promise<unknown>> {
    await page.context().setOffline(true);
    return () => page.context().setOffline(false);
  }

  test.each([
    ["the lid was closed", sleep],
    ["the network was another one", loseNetwork],
  ])("when %s, and what was on the screen never moved", async (_, goAway) => {
    const { dashboard } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("before");
    await dashboard.opens(customer.name);
    await dashboard.shows("before");
    const bubble = await dashboard.page.getByTestId("message").first().elementHandle();
    const row = await dashboard.row(customer.name).elementHandle();
    const comeBack = await goAway(dashboard);
    await customer.writes("meanwhile 1", "meanwhile 2");

    const took = await timed(async () => {
      await comeBack();
      await dashboard.shows("meanwhile 2");
      await dashboard.isLive();
    });
    expect(took).toBeLessThan(AT_ONCE);
    expect((await dashboard.thread()).map(({ text }) => text)).toEqual([
      "before",
      "meanwhile 1",
      "meanwhile 2",
    ]);
    expect(await bubble!.evaluate((element) => element.isConnected)).toBe(true);
    expect(await row!.evaluate((element) => element.isConnected)).toBe(true);
  });
});
