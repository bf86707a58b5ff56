import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Phones } from "./simulate/customer-phone.ts";
import { ANA, anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("the composer", () => {
  let browser: Browser;
  let phones: Phones;
  beforeAll(async () => {
    browser = await openBrowser();
    phones = new Phones(stack.urls.simulator);
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("keeps drafts to the last letter through a reload, whichever tab wrote them; the list shows them", async () => {
    const [first, second] = [new Customer(), new Customer()];
    await Promise.all([first.writes("Hi"), second.writes("Hello")]);
    const { context, dashboard } = await signIn(browser);
    const other = await anotherTab(context);
    await dashboard.opens(first.name);
    await other.opens(second.name);
    await dashboard.page.getByTestId("composer-input").fill("I was about to s");
    await other.page.getByTestId("composer-input").fill("Let me look");
    await dashboard.page.keyboard.type("ay");
    await dashboard.reloads();
    const written = () => dashboard.page.getByTestId("composer-input").inputValue();
    await expect.poll(written).toBe("I was about to say");
    await dashboard.row(first.name).getByText("Draft:").waitFor();
    await dashboard.row(second.name).getByText("Let me look").waitFor();
    await dashboard.opens(second.name);
    await expect.poll(written).toBe("Let me look");
  });

  test("takes what is written offline, through a reload; it leaves in order, once, when the network is back", async () => {
    const { phone } = await newCustomer(phones);
    await phone.writes("Is the shop open?");
    const { context, dashboard } = await signIn(browser);
    await dashboard.opens(phone.name);
    await dashboard.shows("Is the shop open?");
    await dashboard.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await context.setOffline(true);
    await dashboard.isShown("offline");
    const texts = ["It is,", "until six.", "Come in!"];
    for (const text of texts) await dashboard.sends(text);
    await dashboard.page.reload();
    for (const text of texts) await dashboard.shows(text);
    await context.setOffline(false);
    await dashboard.settledThread(4);
    const bubbles = await phone.bubbles();
    expect(bubbles.slice(1).map(({ text }) => text)).toEqual(texts);
  });

  test("writes notes that look like nothing else and never reach the customer", async () => {
    const { phone } = await newCustomer(phones);
    await phone.writes("It is broken");
    const { dashboard } = await signIn(browser);
    const { dashboard: colleague } = await signIn(browser, ANA);
    await dashboard.opens(phone.name);
    await colleague.opens(phone.name);
    const { page } = dashboard;
    const look = () =>
      page.locator(".composer").evaluate((composer) => getComputedStyle(composer).backgroundColor);
    const before = await look();
    await page.keyboard.press("Alt+n");
    await page
      .getByRole("textbox", { name: "Write a note for your team" })
      .fill("He is always late with bills");
    await page.locator(".composer").getByText("Only your team sees this").waitFor();
    expect(await look()).not.toBe(before);
    await page.keyboard.press("Enter");
    await colleague.shows("He is always late with bills");
    // The next words are a note too, until the agent says otherwise: a slip of the mind leaks nothing.
    await page.locator(".composer").getByText("Only your team sees this").waitFor();
    await page.keyboard.press("Alt+n");
    await dashboard.sends("We send you a new one");
    const bubbles = await until(
      () => phone.bubbles(),
      (all) => all.length >= 2,
    );
    expect(bubbles.map(({ text }) => text)).toEqual(["It is broken", "We send you a new one"]);
    const colors = await colleague.page
      .getByTestId("message")
      .evaluateAll((all) =>
        all.map((one) => getComputedStyle(one.querySelector(".bubble") ?? one).backgroundColor),
      );
    expect(new Set(colors).size).toBe(3);
  });

  test("asks before it sends what a colleague has answered meanwhile; the keyboard says what becomes of it", async () => {
    const { phone } = await newCustomer(phones);
    await phone.writes("When does it come?");
    const { context, dashboard } = await signIn(browser);
    const { dashboard: ana } = await signIn(browser, ANA);
    await dashboard.opens(phone.name);
    await ana.opens(phone.name);
    const { page } = dashboard;
    const answer = async (text: string, meanwhile: string) => {
      await context.setOffline(true);
      await dashboard.sends(text);
      await dashboard.shows(text);
      await ana.sends(meanwhile);
      await context.setOffline(false);
      await dashboard
        .message(text)
        .getByText(/^Ana.* replied/)
        .waitFor();
    };
    await answer("On Monday.", "Tomorrow!");
    // Up brings it back to be written anew.
    await page.getByTestId("composer-input").press("ArrowUp");
    expect(await page.getByTestId("composer-input").inputValue()).toBe("On Monday.");
    await page.getByTestId("composer-input").fill("");
    await answer("Before noon.", "At ten.");
    const anyway = page.getByRole("button", { name: "Send anyway" });
    await page.getByTestId("composer-input").focus();
    for (let step = 0; step < 10 && !(await isFocused(anyway)); step++)
      await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await dashboard.settledThread(4);
    expect((await phone.bubbles()).slice(1).map(({ text }) => text)).toEqual([
      "Tomorrow!",
      "At ten.",
      "Before noon.",
    ]);
  });
});

function isFocused(what: { evaluate<T>(look: (element: Element) => T): Promise<T> }): Promise<boolean> {
  return what.evaluate((element) => element === document.activeElement);
}
