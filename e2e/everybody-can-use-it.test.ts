import type { Browser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { together } from "../local/stack/steps.ts";
import { type Rules, violationsOn } from "./support/axe.ts";
import { BOSS, openBrowser, openTab, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { dashboardStates } from "./support/dashboard-states.ts";
import { noBrowser } from "./support/stack.ts";

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };

describe.skipIf(noBrowser)("everybody can use it: axe finds nothing anywhere", () => {
  test("signing in", () => inBothLanguages(lookAtSignIn));
  test("the dashboard", () => inBothLanguages(lookAtDashboard));
  test("the settings", () => inBothLanguages(lookAtSettings));
});

/** Side by side, each in a browser of its own: two pages of one browser take the focus from each other. */
async function inBothLanguages(look: (browser: Browser, locale: string) => Promise<string[]>): Promise<void> {
  const found = await together(
    ["en", "ar"].map(async (locale) => {
      const browser = await openBrowser();
      try {
        return (await look(browser, locale)).map((violation) => `${locale}, ${violation}`);
      } finally {
        await browser.close();
      }
    }),
  );
  expect(found.flat()).toEqual([]);
}

async function lookAtSignIn(browser: Browser, locale: string): Promise<string[]> {
  const page = await openTab(await browser.newContext({ locale, viewport: WIDE }));
  await page.getByTestId("sign-in-email").fill("nobody@example.com");
  const found = await inEveryLook(page, locale);
  await page.getByTestId("sign-in-password").fill("wrong");
  await page.getByTestId("sign-in-submit").click();
  await page.getByRole("alert").waitFor();
  return [...found, ...(await inEveryLook(page, locale))];
}

async function lookAtDashboard(browser: Browser, locale: string): Promise<string[]> {
  const customer = new Customer();
  await customer.writes("Good morning!");
  const { dashboard } = await signIn(browser, undefined, { locale, viewport: WIDE });
  const found: string[] = [];
  for (const { name, go, leave } of dashboardStates(customer.name)) {
    await go(dashboard.page);
    for (const violation of await inEveryLook(dashboard.page, locale)) found.push(`${name}, ${violation}`);
    await leave?.(dashboard.page);
  }
  return found;
}

async function lookAtSettings(browser: Browser, locale: string): Promise<string[]> {
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
  return found;
}

/** Wide and narrow, light and dark; the colours, which no language changes, in English only. */
async function inEveryLook(page: Page, locale: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    const look = async (colorScheme: "light" | "dark", rules: Rules) => {
      await page.emulateMedia({ colorScheme });
      const violations = await violationsOn(page, rules);
      found.push(...violations.map((violation) => `${size.width} px, ${colorScheme}: ${violation}`));
    };
    if (locale === "en") await look("dark", "colours");
    await look("light", locale === "en" ? "all" : "all but colours");
  }
  await page.setViewportSize(WIDE);
  return found;
}
