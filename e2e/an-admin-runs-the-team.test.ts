import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BOSS, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { SettingsPage } from "./support/settings-page.ts";
import { noBrowser } from "./support/stack.ts";

/** Somebody or something that no other test knows. */
const unique = () => randomUUID().slice(0, 8);

describe.skipIf(noBrowser)("an admin", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("invites somebody, who works at once, and whom deactivating shuts out of everything", async () => {
    const newcomer = { email: `${unique()}@example.com`, password: "a-good-secret" };
    const { dashboard: boss } = await signIn(browser, BOSS);
    const team = new SettingsPage(boss.page);
    await team.opens("team");
    await team.begins("Invite");
    await team.fills("Email", newcomer.email);
    const link = await team.makesSecret("Make the link");
    await choosePassword(link, newcomer.password);

    const { dashboard } = await signIn(browser, newcomer);
    const customer = new Customer();
    await customer.writes("Is somebody there?");
    await dashboard.opens(customer.name);
    await boss.page.getByRole("button", { name: `Change ${newcomer.email}` }).click();
    await boss.page.getByRole("button", { name: "Deactivate" }).click();
    await team.confirms("Deactivate");
    await team.record(newcomer.email).getByText("Deactivated").waitFor();

    const again = await (await browser.newContext()).newPage();
    await tryToSignIn(again, boss.page.url(), newcomer);
    await again.getByRole("alert").filter({ hasText: "deactivated" }).waitFor();
    // What is open ends when the server asks Auth again: within a minute.
    const shutOut = dashboard.page.getByText("No access").or(dashboard.page.getByTestId("sign-in-email"));
    await shutOut.first().waitFor({ timeout: 75_000 });
  });

  test("can't lock themselves out", async () => {
    const { dashboard } = await signIn(browser, BOSS);
    const team = new SettingsPage(dashboard.page);
    await team.opens("team");
    const me = team.record(BOSS.email);
    await me.getByText("only another admin").waitFor();
    expect(await me.getByRole("button").count()).toBe(0);
  });

  test("writes a canned answer, which a colleague has at the next slash", async () => {
    const shortcut = `hello-${unique()}`;
    const { dashboard: boss } = await signIn(browser, BOSS);
    const { dashboard: colleague } = await signIn(browser);
    const customer = new Customer();
    await customer.writes("Hi");
    await colleague.opens(customer.name);
    const settings = new SettingsPage(boss.page);
    await settings.opens("canned-answers");
    await settings.begins("New answer");
    await settings.fills("Shortcut", shortcut);
    await settings.fills("Text", "Hello! How can we help?");
    await settings.confirms("Save");
    await settings.record(`/${shortcut}`).waitFor();

    const composer = colleague.page.getByTestId("composer-input");
    await composer.pressSequentially(`/${shortcut}`);
    await colleague.page.getByRole("option", { name: shortcut }).waitFor();
    await composer.press("Enter");
    expect(await composer.inputValue()).toBe("Hello! How can we help?");

    await settings.record(`/${shortcut}`).getByRole("button", { name: "Delete" }).click();
    await settings.confirms("Delete");
    await settings.record(`/${shortcut}`).waitFor({ state: "detached" });
  });

  test("gives a label a colour, in which every dashboard shows it", async () => {
    const label = `Label ${unique()}`;
    const { dashboard: boss } = await signIn(browser, BOSS);
    const customer = new Customer();
    await customer.writes("My bill is wrong");
    const settings = new SettingsPage(boss.page);
    await settings.opens("labels");
    await settings.begins("New label");
    await settings.fills("Label", label);
    await boss.page.getByRole("radio", { name: "Purple" }).check();
    await settings.confirms("Save");
    await settings.record(label).waitFor();
    await settings.leaves();
    await boss.opens(customer.name);
    await boss.page.getByTitle("Show details").click();
    await boss.page.getByRole("combobox", { name: "Add a label" }).fill(label);
    await boss.page.keyboard.press("Enter");

    const { dashboard: colleague } = await signIn(browser);
    await colleague.row(customer.name).locator(".label-purple", { hasText: label }).waitFor();
  });

  test("renames a label on every conversation that carries it, before everybody's eyes", async () => {
    const [old, renamed] = [`Old ${unique()}`, `New ${unique()}`];
    const { dashboard: boss } = await signIn(browser, BOSS);
    const { dashboard: colleague } = await signIn(browser);
    const settings = new SettingsPage(boss.page);
    await settings.opens("labels");
    await settings.begins("New label");
    await settings.fills("Label", old);
    await settings.confirms("Save");
    await settings.record(old).waitFor();
    await settings.leaves();
    const customers = [new Customer(), new Customer()];
    for (const customer of customers) {
      await customer.writes("My lamp flickers");
      await boss.opens(customer.name);
      await boss.page.getByTitle("Show details").click();
      await boss.page.getByRole("combobox", { name: "Add a label" }).fill(old);
      await boss.page.keyboard.press("Enter");
      await colleague.row(customer.name).getByText(old).waitFor();
      await boss.page.locator(".customer-panel").getByRole("button", { name: "Close" }).click();
    }

    await settings.opens("labels");
    await settings
      .record(old)
      .getByRole("button", { name: `Edit ${old}` })
      .click();
    await settings.fills("Label", renamed);
    await boss.page.getByRole("group", { name: "2 conversations carry it" }).waitFor();
    expect(await boss.page.getByRole("checkbox", { name: "Rename it there too" }).isChecked()).toBe(true);
    await settings.confirms("Save");
    await settings.record(renamed).waitFor();
    for (const customer of customers) {
      await colleague.row(customer.name).getByText(renamed).waitFor();
      expect(await colleague.row(customer.name).getByText(old).count()).toBe(0);
    }
  });

  test("looks up in the audit log who was made what by whom", async () => {
    const email = `${unique()}@example.com`;
    const { dashboard } = await signIn(browser, BOSS);
    const { page } = dashboard;
    const settings = new SettingsPage(page);
    await settings.opens("team");
    await settings.begins("Invite");
    await settings.fills("Email", email);
    await settings.makesSecret("Make the link");
    await page.getByRole("button", { name: `Change ${email}` }).click();
    await page.getByRole("button", { name: "Make an admin" }).click();
    await settings.record(email).getByText("Admin", { exact: true }).waitFor();

    await settings.opens("audit");
    const entry = (what: string) => settings.record(what).filter({ hasText: email });
    await entry("Invited somebody").getByText("Bo Sørensen").waitFor();
    const changed = entry("Changed an agent");
    expect(await changed.locator("dl").textContent()).toMatch(/Role.*Agent.*Admin/);
  });

  test("finds nothing of the admins' pages as an agent", async () => {
    const { dashboard } = await signIn(browser);
    const settings = new SettingsPage(dashboard.page);
    await settings.opens("api-keys");
    await dashboard.page.getByText("Only for admins").waitFor();
    expect(await dashboard.page.getByRole("link", { name: "Webhooks" }).count()).toBe(0);
    await settings.opens("canned-answers");
    await dashboard.page.getByText("Admins change them.").waitFor();
    expect(await dashboard.page.getByRole("button", { name: "New answer" }).count()).toBe(0);
  });
});

/** What opens behind the link: a page that asks for the new password. The Auth emulator takes it in the address. */
async function choosePassword(link: string, password: string): Promise<void> {
  const answer = await fetch(`${link}&newPassword=${encodeURIComponent(password)}`);
  expect(answer.ok).toBe(true);
}

async function tryToSignIn(page: Page, url: string, agent: typeof BOSS): Promise<void> {
  await page.goto(url);
  await page.getByTestId("sign-in-email").fill(agent.email);
  await page.getByTestId("sign-in-password").fill(agent.password);
  await page.getByTestId("sign-in-submit").click();
}
