import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BOSS, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { SettingsPage } from "./support/settings-page.ts";
import { noBrowser } from "./support/stack.ts";

describe.skipIf(noBrowser)("an erased customer", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("is gone from every dashboard, calmly, and begins anew when they write again", async () => {
    const customer = new Customer();
    await customer.writes("Forget me, please");
    const { dashboard: boss } = await signIn(browser, BOSS);
    const { dashboard: colleague } = await signIn(browser);
    await colleague.opens(customer.name);
    await colleague.page.getByTestId("composer-input").fill("I was about to say");
    await boss.opens(customer.name);
    const address = colleague.page.url();

    await boss.page.getByTitle("Show details").click();
    await boss.page.getByRole("button", { name: "Erase this customer…" }).click();
    const dialog = boss.page.locator("dialog");
    const erase = dialog.getByRole("button", { name: "Erase for good" });
    await dialog.getByRole("textbox").fill("somebody else");
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill(customer.name);
    await erase.click();

    for (const dashboard of [boss, colleague]) {
      await dashboard.row(customer.name).waitFor({ state: "detached" });
      await dashboard.page.getByText("This customer was erased").waitFor();
      await dashboard.page.getByText("Choose a conversation").waitFor();
      expect(dashboard.page.url()).not.toBe(address);
    }
    await colleague.reloads();
    expect(await colleague.row(customer.name).count()).toBe(0);
    expect(await colleague.page.evaluate("JSON.stringify(localStorage)")).not.toContain("about to say");
    await colleague.page.goto(address);
    await colleague.page.getByText("doesn’t exist").first().waitFor();

    const settings = new SettingsPage(boss.page);
    await settings.opens("audit");
    const entry = settings.record("Erased a customer").first();
    await entry.getByText("1 message gone with them").waitFor();
    expect(await entry.textContent()).not.toContain(customer.name);
    await settings.leaves();

    await customer.writes("I am back");
    await colleague.opens(customer.name);
    await colleague.shows("I am back");
    expect(await colleague.message("Forget me, please").count()).toBe(0);
  });

  test("can't be erased by an agent", async () => {
    const customer = new Customer();
    await customer.writes("Keep me");
    const { dashboard } = await signIn(browser);
    await dashboard.opens(customer.name);
    await dashboard.page.getByTitle("Show details").click();
    await dashboard.page.getByRole("button", { name: "Block this customer" }).waitFor();
    expect(await dashboard.page.getByRole("button", { name: "Erase this customer…" }).count()).toBe(0);
  });
});
