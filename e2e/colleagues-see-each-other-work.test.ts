import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ANA, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import type { Dashboard } from "./support/dashboard.ts";
import { noBrowser } from "./support/stack.ts";

describe.skipIf(noBrowser)("colleagues", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  /** Two agents before the same customer. */
  async function begin() {
    const customer = new Customer();
    await customer.writes("Hello, is somebody there?");
    const { dashboard } = await signIn(browser);
    const { dashboard: ana } = await signIn(browser, ANA);
    await dashboard.opens(customer.name);
    return { customer, dashboard, ana };
  }

  test("see at once who takes a conversation, takes it over, releases, parks, resolves and reopens it", async () => {
    const { customer, dashboard, ana } = await begin();
    const row = ana.row(customer.name);
    const says = (text: string | RegExp) => row.locator(".conversation-row-facts").getByText(text).waitFor();
    await dashboard.page.getByRole("button", { name: "Assign to me" }).click();
    await says(/^A/);
    await ana.opens(customer.name);
    await chooses(ana, /^Take over from/);
    await says("You");
    await dashboard.page
      .locator(".thread-header")
      .getByText(/Assigned to .*Ana/)
      .waitFor();
    await chooses(ana, "Release");
    await dashboard.page.locator(".thread-header").getByText("Unassigned").waitFor();
    await chooses(dashboard, "Park until they write");
    await says("Waiting");
    await chooses(dashboard, "Reopen");
    await row.getByText("Waiting").waitFor({ state: "detached" });
    await dashboard.page.getByRole("button", { name: "Resolve", exact: true }).click();
    await ana.page.locator(".thread-header").getByText("Resolved").waitFor();
    // The customer's next word opens it again.
    await customer.writes("One more thing");
    await ana.page.locator(".thread-header").getByText("Resolved").waitFor({ state: "detached" });
    await ana.page.getByRole("button", { name: "Resolve", exact: true }).waitFor();
  });

  test("see what one of them leaves unread", async () => {
    const { customer, dashboard, ana } = await begin();
    await ana.showsUnread(customer.name, 0);
    await chooses(dashboard, "Mark as unread");
    await ana.showsUnread(customer.name, 1);
    await dashboard.showsUnread(customer.name, 1);
    await ana.opens(customer.name);
    await dashboard.showsUnread(customer.name, 0);
  });

  test("see who looks at the same conversation and who is typing in it, and when that is over", async () => {
    const { customer, dashboard, ana } = await begin();
    await ana.opens(customer.name);
    const looking = dashboard.page.getByRole("img", { name: /Ana.* is looking at this too/ });
    await looking.waitFor();
    await ana.page.getByTestId("composer-input").pressSequentially("I think");
    await dashboard.page
      .locator(".thread-header")
      .getByText(/Ana.* is typing/)
      .waitFor();
    await dashboard
      .row(customer.name)
      .getByText(/Ana.* is typing/)
      .waitFor();
    await ana.sends("I think so.");
    await dashboard.page
      .locator(".thread-header")
      .getByText(/is typing/)
      .waitFor({ state: "detached" });
    await ana.page.keyboard.press("Escape");
    await looking.waitFor({ state: "detached" });
    expect(await ana.page.getByTestId("composer-input").count()).toBe(0);
  });
});

/** By the menu of the open conversation. */
async function chooses({ page }: Dashboard, what: string | RegExp): Promise<void> {
  await page.locator(".thread-header").getByRole("button", { name: "More actions" }).click();
  await page.locator(".menu-action").filter({ hasText: what }).click();
}
