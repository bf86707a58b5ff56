import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser } from "./support/stack.ts";

describe.skipIf(noBrowser)("the dashboard has manners:", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("the keyboard alone finds a conversation, answers, resolves, and leaves it", async () => {
    const customer = new Customer();
    await customer.writes("Thanks, all is well");
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    await dashboard.row(customer.name).waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type(customer.name);
    await page.getByRole("option", { name: customer.name }).waitFor();
    await page.keyboard.press("Enter");
    await dashboard.shows("Thanks, all is well");
    // The composer has the keyboard already.
    await page.keyboard.type("You are welcome");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("Good bye!");
    await page.keyboard.press("Enter");
    await dashboard.shows("You are welcome");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Resolve");
    await page.keyboard.press("Enter");
    await dashboard.row(customer.name).getByText("Resolved").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Choose a conversation").waitFor();
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await help.getByText("Jump to a conversation or action").waitFor();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.keyboard.type(customer.name);
    await page.locator(".search-heading").first().waitFor();
  });

  test("the keyboard is never lost, whatever opens and closes", async () => {
    const customer = new Customer();
    await customer.writes("Where are you?");
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    /** Where the keyboard is: what a screen reader would name, or whose row. */
    const at = (where: string) =>
      page.waitForFunction((wanted) => {
        const { ariaLabel, title, dataset, textContent } = document.activeElement as HTMLElement;
        return [ariaLabel, title, dataset.conversationId, textContent].includes(wanted);
      }, where);
    const row = dashboard.row(customer.name);
    const id = (await row.getAttribute("data-conversation-id"))!;
    await row.press("Enter");
    await at("Write a message");
    for (const [opens, closes] of [
      ["Control+k", "Escape"],
      ["Alt+c", "Escape"],
    ] as const) {
      await page.keyboard.press(opens);
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.press(closes);
      await at("Write a message");
    }
    const details = page.getByTitle("Show details");
    await details.press("Enter");
    await page.locator(".customer-panel").getByRole("button", { name: "Close" }).press("Enter");
    await at("Show details");
    const menu = page.locator(".thread-header .menu-button");
    await menu.press("Enter");
    await at("Pin to the top");
    await page.keyboard.press("Escape");
    await at("More actions");
    await menu.press("Enter");
    await at("Pin to the top");
    for (let steps = await page.locator(".thread-header .menu-action").count(); steps > 0; steps--)
      await page.keyboard.press("Tab");
    await page.locator(".thread-header .menu-panel").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await at(id);
    // One step from the list to what follows, and back; within it the arrow keys go.
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest(".conversation-row"))).toBe(null);
    await page.keyboard.press("Shift+Tab");
    await at(id);
    await page.keyboard.press("ArrowDown");
    const below = await page.evaluate(() => document.activeElement?.getAttribute("data-conversation-id"));
    expect(below).not.toBe(id);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await at(below!);
    await page.keyboard.press("ArrowUp");
    await at(id);

    await page.setViewportSize({ width: 360, height: 740 });
    await page.keyboard.press("Enter");
    await at("Write a message");
    await details.press("Enter");
    await at("Details");
    await page.locator(".customer-panel").getByRole("button", { name: "Close" }).press("Enter");
    await at("Show details");
    await page.getByRole("link", { name: "Back to the list" }).press("Enter");
    await at(id);
  });

  test("a whole conversation is downloaded as text and as JSON, without the team's notes", async () => {
    const customer = new Customer();
    await customer.writes("First", "Second");
    const { dashboard } = await signIn(browser);
    const { page } = dashboard;
    await dashboard.opens(customer.name);
    await page.keyboard.press("Alt+n");
    await dashboard.sends("Not for them");
    await dashboard.shows("Not for them");
    await page.getByTitle("Show details").click();
    const download = async (what: string) => {
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: what }).click(),
      ]);
      return { name: file.suggestedFilename(), content: await readFile(await file.path(), "utf8") };
    };
    const text = await download("Download as text");
    expect(text.name).toMatch(/\.txt$/);
    expect(text.content).toMatch(/First[\s\S]*Second/);
    expect(text.content).not.toContain("Not for them");
    const json = await download("Download as JSON");
    expect(json.name).toMatch(/\.json$/);
    const { messages } = JSON.parse(json.content) as { messages: { text: string }[] };
    expect(messages.map((one) => one.text)).toEqual(["First", "Second"]);
  });

  test("on 360 pixels there is one pane at a time, and a way back from each; nothing sticks out", async () => {
    const customer = new Customer();
    await customer.writes(
      "A long word: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    );
    const { dashboard } = await signIn(browser, undefined, { viewport: { width: 360, height: 740 } });
    const { page } = dashboard;
    const list = page.locator(".conversation-list");
    const fits = () => page.evaluate("document.documentElement.scrollWidth <= innerWidth");
    expect([await list.isVisible(), await fits()]).toEqual([true, true]);
    await dashboard.opens(customer.name);
    expect([await list.isVisible(), await fits()]).toEqual([false, true]);
    // The list's badge is covered: the conversation itself says that it isn't live.
    await page.context().setOffline(true);
    await page.locator(".thread-header").getByText("Offline").waitFor();
    await page.context().setOffline(false);
    await page.locator(".thread-header").getByText("Unassigned").waitFor();
    await page.getByTitle("Show details").click();
    await page.locator(".customer-panel").waitFor();
    expect([await page.getByTestId("composer-input").isVisible(), await fits()]).toEqual([false, true]);
    await page.locator(".customer-panel").getByRole("button", { name: "Close" }).click();
    await page.getByRole("link", { name: "Back to the list" }).click();
    await list.waitFor();
  });

  test("in Arabic everything runs from right to left, and each message in its own direction", async () => {
    const customer = new Customer();
    await customer.writes("Hello from Berlin");
    const { dashboard } = await signIn(browser, undefined, { locale: "ar" });
    const { page } = dashboard;
    await dashboard.opens(customer.name);
    await dashboard.sends("أهلاً وسهلاً");
    await dashboard.shows("أهلاً وسهلاً");
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    const middle = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((it) => it.getBoundingClientRect().x + it.clientWidth / 2);
    expect(await middle(".conversation-list")).toBeGreaterThan(await middle(".message-list"));
    const directions = await page
      .locator(".message-text")
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).direction));
    expect(directions).toEqual(["ltr", "rtl"]);
  });
});
