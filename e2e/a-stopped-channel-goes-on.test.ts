import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Phones } from "./simulate/customer-phone.ts";
import { BOSS, openBrowser, signIn } from "./support/browser.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("a channel that doesn't let us in any more", () => {
  let browser: Browser;
  let phones: Phones;
  beforeAll(async () => {
    browser = await openBrowser();
    phones = new Phones(stack.urls.simulator);
  });
  afterAll(async () => {
    await phones.calm();
    await browser.close();
  });

  test("is said to everybody; an admin resumes it, and what waited leaves in order", async () => {
    const { phone } = await newCustomer(phones);
    await phone.writes("Hello?");
    const { dashboard } = await signIn(browser);
    const { dashboard: boss } = await signIn(browser, BOSS);
    await dashboard.opens(phone.name);
    await phones.setChaos({ refuse_token: true });
    await dashboard.sends("First");
    const banners = [dashboard, boss].map(({ page }) => page.getByTestId("channel-banner"));
    for (const banner of banners) await banner.getByText("WhatsApp has stopped.").waitFor();
    await banners[0]!.getByText("An admin has to mend the channel.").waitFor();
    expect(await banners[0]!.getByRole("button").count()).toBe(0);
    await dashboard.sends("Second");
    await phones.calm();
    await banners[1]!.getByRole("button", { name: "Resume" }).click();
    for (const banner of banners) await banner.waitFor({ state: "detached" });
    const bubbles = await until(
      () => phone.bubbles(),
      (all) => all.length === 3,
    );
    expect(bubbles.map(({ text }) => text)).toEqual(["Hello?", "First", "Second"]);
    await dashboard.settledThread(3);
  });
});
