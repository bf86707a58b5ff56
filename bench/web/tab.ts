import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { CHROMIUM_ARGS } from "../../e2e/support/chromium-args.ts";
import { findChromium } from "../../local/testing/find-chromium.ts";
import { watchedFrames, watchFrames } from "./probes.ts";

export type Tab = { page: Page; devtools: CDPSession };
/** Of the page since it was opened: ms of its main thread, bytes after collecting garbage, DOM nodes. */
export type Cost = { busy: number; heap: number; nodes: number };

/** A Chromium that reaches the gateway through `gatewayVia`, a port. */
export function openBrowser(gateway: string, gatewayVia: number): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("The dashboard is measured in a Chromium, and there is none here.");
  const rule = `--host-resolver-rules=MAP ${new URL(gateway).host} 127.0.0.1:${gatewayVia}`;
  return chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, rule] });
}

/** The dashboard in a profile of its own, signed in and live. */
export async function openDashboard(browser: Browser, dashboard: string): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
  await page.goto(dashboard);
  await page.getByTestId("sign-in-email").fill("agent@example.com");
  await page.getByTestId("sign-in-password").fill("live-chat");
  await page.getByTestId("sign-in-submit").click();
  await isLive(page);
  await page.getByTestId("conversation-row").first().waitFor();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  return { page, devtools };
}

export function isLive(page: Page): Promise<void> {
  return page.locator('[data-testid="connection-state"][data-state="live"]').waitFor({ state: "attached" });
}

export async function costOf({ devtools }: Tab): Promise<Cost> {
  const figures = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return (name: string) => metrics.find((metric) => metric.name === name)!.value;
  };
  const busy = (await figures())("TaskDuration") * 1000;
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
  const clean = await figures();
  return { busy, heap: clean("JSHeapUsedSize"), nodes: clean("Nodes") };
}

export type Scrolling = { scroller: string; row: string; distance: number; speed: number };

/** Scrolls as a hand does, `distance` px (negative: up) at `speed` px/s, and returns the frames meanwhile (ms). */
export async function scroll({ page, devtools }: Tab, { scroller, row, distance, speed }: Scrolling) {
  const box = (await page.locator(scroller).boundingBox())!;
  await page.evaluate(watchFrames, { scroller, row });
  await devtools.send("Input.synthesizeScrollGesture", {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: -distance,
    speed,
    gestureSourceType: "mouse",
    preventFling: true,
  });
  return page.evaluate(watchedFrames);
}
