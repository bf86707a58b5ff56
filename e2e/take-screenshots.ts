/** Draws the README's pictures from a running system with the demo data: `npm run screenshots`. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { startStack } from "../local/start-stack.ts";
import { findChromium } from "../local/testing/find-chromium.ts";
import { CHROMIUM_ARGS } from "./support/chromium-args.ts";

const FOLDER = join(import.meta.dirname, "../docs/screenshots");
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

type Picture = { name: string; context: BrowserContextOptions; open: boolean };
const PICTURES: Picture[] = [
  { name: "dashboard-light", context: { viewport: WIDE }, open: true },
  { name: "dashboard-dark", context: { viewport: WIDE, colorScheme: "dark" }, open: true },
  { name: "phone-list", context: { viewport: PHONE }, open: false },
  { name: "phone-thread", context: { viewport: PHONE }, open: true },
];

const stack = await startStack({ demoData: true });
const browser = await chromium.launch({ executablePath: findChromium()!, args: CHROMIUM_ARGS });
try {
  await mkdir(FOLDER, { recursive: true });
  for (const picture of PICTURES) await take(browser, picture);
} finally {
  await browser.close();
  await stack.stop();
}

async function take(browser: Browser, { name, context, open }: Picture): Promise<void> {
  const profile = await browser.newContext({ ...context, deviceScaleFactor: 2, reducedMotion: "reduce" });
  const page = await profile.newPage();
  await signIn(page);
  if (open) {
    await page.getByTestId("conversation-row").nth(1).click();
    await page.getByTestId("message").first().waitFor();
  }
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(`docs/screenshots/${name}.png`);
  await profile.close();
}

async function signIn(page: Page): Promise<void> {
  await page.goto(stack.urls.dashboard);
  await page.getByTestId("sign-in-email").fill("agent@example.com");
  await page.getByTestId("sign-in-password").fill("live-chat");
  await page.getByTestId("sign-in-submit").click();
  await page.getByTestId("conversation-row").first().waitFor();
  await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor({ state: "attached" });
}
