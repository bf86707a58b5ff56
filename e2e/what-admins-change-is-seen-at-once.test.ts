import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anotherTab, BOSS, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { SettingsPage } from "./support/settings-page.ts";
import { noBrowser } from "./support/stack.ts";

/** Somebody or something that no other test knows. */
const unique = () => randomUUID().slice(0, 8);

describe.skipIf(noBrowser)("what an admin changes is seen at once on dashboards that are open", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("a label's colour, in every tab, also in one that doesn't lead", async () => {
    const label = `Label ${unique()}`;
    const { context, dashboard: leader } = await signIn(browser);
    const follower = await anotherTab(context);
    const customer = new Customer();
    await customer.writes("My bill is wrong");
    await leader.opens(customer.name);
    await leader.page.getByTitle("Show details").click();
    const field = leader.page.getByRole("combobox", { name: "Add a label" });
    await field.fill(label);
    await field.press("Enter");
    for (const tab of [leader, follower])
      await tab.row(customer.name).locator(".label-gray", { hasText: label }).waitFor();

    const { dashboard: boss } = await signIn(browser, BOSS);
    const settings = new SettingsPage(boss.page);
    await settings.opens("labels");
    await settings.begins("New label");
    await settings.fills("Label", label);
    await boss.page.getByRole("radio", { name: "Purple" }).check();
    await settings.confirms("Save");
    for (const tab of [leader, follower])
      await tab.row(customer.name).locator(".label-purple", { hasText: label }).waitFor();
  });

  test("a canned answer, on the page that shows them", async () => {
    const shortcut = `hello-${unique()}`;
    const { dashboard: colleague } = await signIn(browser);
    const shown = new SettingsPage(colleague.page);
    await shown.opens("canned-answers");
    const { dashboard: boss } = await signIn(browser, BOSS);
    const settings = new SettingsPage(boss.page);
    await settings.opens("canned-answers");
    await settings.begins("New answer");
    await settings.fills("Shortcut", shortcut);
    await settings.fills("Text", "Hello! How can we help?");
    await settings.confirms("Save");
    await shown.record(`/${shortcut}`).waitFor();
    await settings.record(`/${shortcut}`).getByRole("button", { name: "Delete" }).click();
    await settings.confirms("Delete");
    await shown.record(`/${shortcut}`).waitFor({ state: "detached" });
  });

  test("a new colleague, among those to whom a conversation can be given", async () => {
    const email = `${unique()}@example.com`;
    const { dashboard } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("Is somebody there?");
    await dashboard.opens(customer.name);
    await dashboard.page.getByTitle("Show details").click();
    const choice = dashboard.page.getByRole("combobox", { name: "Assigned to" });
    await choice.getByRole("option", { name: "You" }).waitFor({ state: "attached" });
    const { dashboard: boss } = await signIn(browser, BOSS);
    const team = new SettingsPage(boss.page);
    await team.opens("team");
    await team.begins("Invite");
    await team.fills("Email", email);
    await team.makesSecret("Make the link");
    await choice.getByRole("option", { name: email }).waitFor({ state: "attached" });
    expect(await choice.inputValue()).toBe("");
  });
});
