import { isDeepStrictEqual } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer, postWebhook } from "./support/customer.ts";
import { startShufflingGateway } from "./support/shuffling-gateway.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

const SEED = 20_261_122;

describe.skipIf(noBrowser)("after a shuffled, duplicated stream", () => {
  let browser: Browser;
  let network: Awaited<ReturnType<typeof startShufflingGateway>>;
  beforeAll(async () => {
    network = await startShufflingGateway(SEED);
    browser = await openBrowser({ gatewayVia: network.port });
  });
  afterAll(async () => {
    await closeTabs(browser);
    await browser.close();
    network.stop();
  });

  test("what the dashboard shows equals what a fresh one shows", async () => {
    const { context, dashboard } = await signIn(browser);
    const customers = [new Customer(), new Customer(), new Customer()];
    const names = customers.map(({ name }) => name);
    const [open] = customers;
    await open!.writes("0");
    await dashboard.opens(open!.name);
    // A bubble's time follows its text: at 2:30 PM, "message 1" would be found for "message 12".
    const answerTo = async (i: number) => {
      await dashboard.shows(`message ${i}!`);
      await dashboard.sends(`answer ${i}!`);
      await dashboard.message(`answer ${i}!`).and(dashboard.page.locator("[data-seq]")).waitFor();
    };

    await Promise.all(
      customers.map(async (customer) => {
        for (let i = 1; i <= 12; i++) {
          const webhook = customer.webhook(`message ${i}!`);
          await postWebhook(webhook);
          if (i % 3 === 0) await postWebhook(webhook);
          if (customer === open && i % 4 === 0) await answerTo(i);
        }
      }),
    );
    const thread = await dashboard.settledThread(16);
    expect(thread.map(({ seq }) => seq)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    expect(network.mangled()).toBeGreaterThan(30);
    for (const name of names.slice(1)) await dashboard.showsUnread(name, 12);
    await dashboard.showsUnread(open!.name, 0);

    const fresh = await anotherTab(context);
    const rows = await until(
      () => fresh.rows(names),
      (shown) => shown.length === 3,
    );
    await until(
      () => dashboard.rows(names),
      (shown) => isDeepStrictEqual(shown, rows),
    );
    await fresh.opens(open!.name);
    const freshThread = await fresh.settledThread(16);
    expect(freshThread).toEqual(thread);
  });
});
