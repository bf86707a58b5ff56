import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Phones } from "./simulate/customer-phone.ts";
import { ANA, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";

describe.skipIf(noBrowser)("a customer", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test("is renamed, noted about and labelled beside the conversation, which colleagues see at once", async () => {
    const customer = new Customer();
    const label = `vip-${randomUUID().slice(0, 6)}`;
    const name = `Frau ${randomUUID().slice(0, 8)}`;
    await customer.writes("Good morning");
    const { dashboard } = await signIn(browser);
    const { dashboard: ana } = await signIn(browser, ANA);
    for (const { page } of [dashboard, ana]) {
      await page.getByTestId("conversation-row").filter({ hasText: customer.name }).click();
      await page.getByTitle("Show details").click();
    }
    const { page } = dashboard;
    const named = page.getByRole("textbox", { name: "Name", exact: true });
    await named.fill(name);
    await page.keyboard.press("Enter");
    await ana.row(name).waitFor();
    await page
      .getByRole("textbox", { name: "About this customer" })
      .fill("Hard of hearing: write, don’t call");
    await page.getByRole("combobox", { name: "Add a label" }).fill(label);
    await page.keyboard.press("Enter");
    await ana.row(name).getByText(label).waitFor();
    const note = ana.page.getByRole("textbox", { name: "About this customer" });
    await ana.page.waitForFunction(([field, wanted]) => (field as HTMLTextAreaElement).value === wanted, [
      await note.elementHandle(),
      "Hard of hearing: write, don’t call",
    ] as const);
    await named.fill("");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement === document.body);
    expect(await named.inputValue()).toBe(name);
  });

  test("who is blocked still arrives, but counts no more, until unblocked", async () => {
    const { phone } = await newCustomer(new Phones(stack.urls.simulator));
    await phone.writes("Buy my watches");
    const { dashboard } = await signIn(browser);
    await dashboard.opens(phone.name);
    const { page } = dashboard;
    await page.getByTitle("Show details").click();
    await page.getByRole("button", { name: "Block this customer" }).click();
    await page.getByText("their messages are kept, but don’t count").waitFor();
    await page.keyboard.press("Escape");
    await phone.writes("Cheap watches");
    await dashboard.row(phone.name).getByText("Cheap watches").waitFor();
    await dashboard.showsUnread(phone.name, 0);
    await dashboard.opens(phone.name);
    await page.getByTitle("Show details").click();
    await page.getByRole("button", { name: "Unblock this customer" }).click();
    await page.getByRole("button", { name: "Block this customer", exact: true }).waitFor();
    await page.evaluate("window.location.hash = ''");
    await phone.writes("Sorry!");
    await dashboard.showsUnread(phone.name, 1);
  });
});
