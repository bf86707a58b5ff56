import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("a reload", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("shows what was there: the same rows, the same thread, the same open conversation", async () => {
    const { dashboard } = await signIn(browser);
    const [open, other] = [new Customer(), new Customer()];
    await open.writes("one", "two");
    await dashboard.opens(open.name);
    await dashboard.sends("an answer");
    await other.writes("somebody else", "writes twice");
    await dashboard.showsUnread(other.name, 2);
    await dashboard.showsUnread(open.name, 0);
    const before = await dashboard.settledThread(3);
    const names = [open.name, other.name];
    const rows = await dashboard.rows(names);

    await dashboard.reloads();
    expect(await dashboard.settledThread(3)).toEqual(before);
    expect(
      await until(
        () => dashboard.rows(names),
        (shown) => shown.length === 2,
      ),
    ).toEqual(rows);
  });
});
