import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Phones } from "./simulate/customer-phone.ts";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("a customer who never wrote", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("is reached by a template, filled in before the agent's eyes; texts go out once they answer", async () => {
    const { phone, number } = await newCustomer(new Phones(stack.urls.simulator));
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    // Whoever types faster than our own numbers come is answered all the same, and then sees that there is a choice.
    const numbersMayCome = Promise.withResolvers<void>();
    await page.route("**/api/live-chat/numbers", async (route) => {
      await numbersMayCome.promise;
      await route.continue();
    });
    await page.keyboard.press("Alt+c");
    const field = page.getByTestId("new-phone");
    await field.fill("0176 5550");
    await field.press("Enter");
    await page.getByText("Begin with the country code").waitFor();
    await field.fill(`+${number}`);
    await page.getByLabel("Name (optional)").fill(phone.name);
    await field.press("Enter");
    numbersMayCome.resolve();
    await page.getByLabel("From", { exact: true }).waitFor();
    await field.press("Enter");

    await page.getByTestId("template").filter({ hasText: "Hello {{1}}, your order" }).click();
    expect(await page.getByTestId("template-send").isDisabled()).toBe(true);
    await page.getByTestId("template-1").fill("Maya");
    await page.getByTestId("template-2").fill("A-77");
    await page.getByText("Hello Maya, your order A-77 is ready").waitFor();
    await page.getByTestId("template-send").click();

    await dashboard.shows("Hello Maya, your order A-77 is ready");
    const [bubble] = await until(
      () => phone.bubbles(),
      (bubbles) => bubbles.length === 1,
    );
    expect(bubble!.text).toContain("Hello Maya, your order A-77 is ready");
    await page.getByTestId("window-closed").waitFor();
    await phone.writes("Thank you, I am coming");
    await dashboard.shows("Thank you, I am coming");
    await dashboard.sends("See you soon");
    await until(
      () => phone.bubbles(),
      (bubbles) => bubbles.at(-1)!.text === "See you soon",
    );
  });
});
