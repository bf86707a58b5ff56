import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { findChromium } from "../../local/testing/find-chromium.ts";
import { CHROMIUM_ARGS } from "./chromium-args.ts";
import { Dashboard } from "./dashboard.ts";
import { stack } from "./stack.ts";

export const AGENT = { email: "agent@example.com", password: "live-chat" };
export const BOSS = { email: "boss@example.com", password: "live-chat" };
export const ANA = { email: "ana@example.com", password: "live-chat" };

const MICROPHONE_ARGS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/**
 * A Chromium of its own; close it in the end. `gatewayVia` leads its streams through a port of the test's, as a
 * switch or a bad network would. `microphone`: one that beeps, which every page may use.
 */
export function openBrowser({
  gatewayVia,
  microphone = false,
}: {
  gatewayVia?: number;
  microphone?: boolean;
} = {}): Promise<Browser> {
  const gateway = new URL(stack.urls.gateway).host;
  const rules = gatewayVia ? [`--host-resolver-rules=MAP ${gateway} 127.0.0.1:${gatewayVia}`] : [];
  return chromium.launch({
    executablePath: findChromium()!,
    headless: true,
    args: [...CHROMIUM_ARGS, ...rules, ...(microphone ? MICROPHONE_ARGS : [])],
  });
}

/** Signs an agent in, in a profile of its own; further tabs of the context are signed in already. */
export async function signIn(
  browser: Browser,
  agent = AGENT,
  profile: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; dashboard: Dashboard }> {
  const context = await browser.newContext(profile);
  const page = await openTab(context);
  await page.getByTestId("sign-in-email").fill(agent.email);
  await page.getByTestId("sign-in-password").fill(agent.password);
  await page.getByTestId("sign-in-submit").click();
  const dashboard = new Dashboard(page);
  await dashboard.isLive();
  return { context, dashboard };
}

/** One more tab of a signed-in browser, live. */
export async function anotherTab(context: BrowserContext): Promise<Dashboard> {
  const dashboard = new Dashboard(await openTab(context));
  await dashboard.isLive();
  return dashboard;
}

/** Ends every session; an open tab of another test would take the focus. */
export async function closeTabs(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

/** The dashboard, whether signed in or not. */
export async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  // A dashboard that throws is broken, whatever it shows.
  page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
  await page.goto(stack.urls.dashboard);
  return page;
}
