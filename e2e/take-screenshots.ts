/** Draws the README's pictures from a running system with the demo data: `npm run screenshots`. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { startStack } from "../local/start-stack.ts";
import { findChromium } from "../local/testing/find-chromium.ts";
import { CHROMIUM_ARGS } from "./support/chromium-args.ts";
import { until } from "./support/until.ts";

const FOLDER = join(import.meta.dirname, "../docs/screenshots");
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Whose conversation is open, and what in it is to be seen; null: only the list. */
type Scene = { customer: string; text: string } | null;
type Picture = { name: string; context: BrowserContextOptions; scene: Scene };

const BISTRO = { customer: "Bistro Nordlys", text: "First table is set" };
const PICTURES: Picture[] = [
  { name: "dashboard-light", context: { viewport: WIDE }, scene: BISTRO },
  {
    name: "dashboard-dark",
    context: { viewport: WIDE, colorScheme: "dark" },
    scene: { customer: "Camille Laurent", text: "Mariage le 13 juin" },
  },
  {
    name: "dashboard-arabic",
    context: { viewport: WIDE, locale: "ar" },
    scene: { customer: "أحمد المنصوري", text: "هذه صورة المكان" },
  },
  { name: "phone-list", context: { viewport: PHONE }, scene: null },
  {
    name: "phone-thread",
    context: { viewport: PHONE },
    scene: { customer: "Moussa Diallo", text: "Voici les salles" },
  },
];

const stack = await startStack({ demoData: true, asOfNow: true });
const browser = await chromium.launch({ executablePath: findChromium()!, args: CHROMIUM_ARGS });
try {
  await mkdir(FOLDER, { recursive: true });
  for (const picture of PICTURES) await take(browser, picture);
} finally {
  await browser.close();
  await stack.stop();
}

async function take(browser: Browser, { name, context, scene }: Picture): Promise<void> {
  const profile = await browser.newContext({ ...context, deviceScaleFactor: 2, reducedMotion: "reduce" });
  const page = await profile.newPage();
  await signIn(page);
  if (scene) await show(page, scene);
  // The network is never idle, as the stream stays open.
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(`docs/screenshots/${name}.png`);
  await profile.close();
}

/** Opens a conversation and scrolls back to a message. */
async function show(page: Page, { customer, text }: NonNullable<Scene>): Promise<void> {
  await page.getByTestId("conversation-row").filter({ hasText: customer }).click();
  await page.getByTestId("message").first().waitFor();
  const message = page.getByTestId("message").filter({ hasText: text });
  const thread = page.locator(".message-list");
  while (!(await message.isVisible())) await thread.evaluate((list) => list.scrollBy(0, -400));
  // Rows that are just being measured may still bring the old place back.
  await until(
    () =>
      message.evaluate(async (bubble) => {
        bubble.scrollIntoView({ block: "center" });
        for (let frames = 0; frames < 30; frames++)
          await new Promise((resolve) => requestAnimationFrame(resolve));
        const { top, bottom } = bubble.getBoundingClientRect();
        return top > 0 && bottom < window.innerHeight;
      }),
    (inView) => inView,
  );
  await page.locator(".conversation-list").evaluate((list) => list.scrollTo(0, 0));
  // The mouse shall not point at anything.
  await page.mouse.move(0, 0);
  await page.locator(".day-floating-shown").waitFor({ state: "detached" });
}

async function signIn(page: Page): Promise<void> {
  await page.goto(stack.urls.dashboard);
  await page.getByTestId("sign-in-email").fill("agent@example.com");
  await page.getByTestId("sign-in-password").fill("live-chat");
  await page.getByTestId("sign-in-submit").click();
  await page.getByTestId("conversation-row").first().waitFor();
  await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor({ state: "attached" });
}
