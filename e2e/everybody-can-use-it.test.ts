import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { violationsOn } from "./support/axe.ts";
import { BOSS, closeTabs, openBrowser, openTab, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { dashboardStates } from "./support/dashboard-states.ts";
import { noBrowser } from "./support/stack.ts";

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };

describe.skipIf(noBrowser)("everybody can use it: axe finds nothing anywhere", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  test.each(["en", "ar"])("signing in (%s)", async (locale) => {
    const page = await openTab(await browser.newContext({ locale, viewport: WIDE }));
    await page.getByTestId("sign-in-email").fill("nobody@example.com");
    expect(await inEveryLook(page, locale)).toEqual([]);
    await page.getByTestId("sign-in-password").fill("wrong");
    await page.getByTestId("sign-in-submit").click();
    await page.getByRole("alert").waitFor();
    expect(await inEveryLook(page, locale)).toEqual([]);
  });

  test.each(["en", "ar"])("the dashboard (%s)", async (locale) => {
    const customer = new Customer();
    await customer.writes("Good morning!");
    const { dashboard } = await signIn(browser, undefined, { locale, viewport: WIDE });
    const found: string[] = [];
    for (const { name, go, leave } of dashboardStates(customer.name)) {
      await go(dashboard.page);
      for (const violation of await inEveryLook(dashboard.page, locale)) found.push(`${name}, ${violation}`);
      await leave?.(dashboard.page);
    }
    expect(found).toEqual([]);
  });

  test.each(["en", "ar"])("the settings (%s)", async (locale) => {
    const { dashboard } = await signIn(browser, BOSS, { locale, viewport: WIDE });
    const { page } = dashboard;
    await page.evaluate("window.location.hash = '#/settings'");
    const sections = page.locator(".settings-menu-link");
    await sections.first().waitFor();
    const found = await inEveryLook(page, locale);
    for (const section of await sections.all()) {
      await section.click();
      await page.locator(".settings .skeleton").first().waitFor({ state: "detached" });
      const look = async (what: string) => {
        const violations = await inEveryLook(page, locale);
        found.push(...violations.map((violation) => `${page.url()}, ${what}: ${violation}`));
      };
      await look("page");
      for (const opener of [".section-actions .button", ".record-actions > button"]) {
        const button = page.locator(opener).first();
        if ((await button.count()) === 0) continue;
        await button.click();
        await page.locator("dialog[open]").waitFor();
        await look(opener);
        await page.keyboard.press("Escape");
        await page.locator("dialog[open]").waitFor({ state: "detached" });
      }
    }
    expect(found).toEqual([]);
  });
});

/** Wide and narrow, light and, since only colours change, once for both languages in the dark. */
async function inEveryLook(page: Page, locale: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    const look = async (colorScheme: "light" | "dark", rules?: string[]) => {
      await page.emulateMedia({ colorScheme });
      const violations = await violationsOn(page, rules);
      found.push(...violations.map((violation) => `${size.width} px, ${colorScheme}: ${violation}`));
    };
    if (locale === "en") await look("dark", ["color-contrast"]);
    await look("light");
  }
  await page.setViewportSize(WIDE);
  return found;
}
