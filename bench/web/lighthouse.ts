/**
 * Lighthouse on the built dashboard behind the local Hosting emulator: the page to sign in, and a signed-in list
 * and thread. Lighthouse is too big to be a dependency: install it anywhere and say where.
 *
 *     npm install --prefix /tmp/lighthouse lighthouse@13.5.0
 *     node bench/web/lighthouse.ts /tmp/lighthouse/node_modules/lighthouse [folder for the whole reports]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { CHROMIUM_ARGS } from "../../e2e/support/chromium-args.ts";
import { until } from "../../e2e/support/until.ts";
import { freePorts } from "../../local/stack/ports.ts";
import { startStack } from "../../local/start-stack.ts";
import { findChromium } from "../../local/testing/find-chromium.ts";

type Audit = { id: string; title: string; score: number | null; displayValue?: string };
type Report = {
  categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
};
type Lighthouse = (
  url: string,
  flags: Record<string, unknown>,
  config: Record<string, unknown>,
) => Promise<{ lhr: Report }>;

const CATEGORIES = ["performance", "accessibility", "best-practices"];

const [folder, reports] = process.argv.slice(2);
if (!folder) throw new Error("Say where lighthouse is: node bench/web/lighthouse.ts FOLDER");
const entry = pathToFileURL(resolve(folder, "core/index.js")).href;
const { default: lighthouse, desktopConfig } = (await import(entry)) as {
  default: Lighthouse;
  desktopConfig: Record<string, unknown>;
};
const MOBILE = { extends: "lighthouse:default" };

const stack = await startStack({ demoData: true, asOfNow: true });
const { simulator: port } = await freePorts();
const profile = await mkdtemp(join(tmpdir(), "lighthouse-"));
try {
  const { dashboard } = stack.urls;
  await measure("signing in", dashboard);
  const thread = await inBrowser(() => signIn(dashboard));
  await measure("list", dashboard);
  await measure("list and thread", thread);
} finally {
  await stack.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(0);

/**
 * Does `work` in a browser that has just been opened. One that showed the dashboard before keeps its process for
 * the service worker, and when Lighthouse starts its profiler, that goes through all the code in there first: a
 * blocked fifth of a second that no user has.
 */
async function inBrowser<T>(work: () => Promise<T>): Promise<T> {
  const browser = spawn(findChromium()!, [
    ...CHROMIUM_ARGS,
    "--headless",
    `--user-data-dir=${profile}`,
    `--remote-debugging-port=${port}`,
  ]);
  // A browser that answers before it has a page lets nobody connect.
  const pages = () =>
    fetch(`http://127.0.0.1:${port}/json/list`)
      .then(async (answer) => (await answer.json()) as { type: string }[])
      .catch(() => []);
  try {
    await until(pages, (open) => open.some(({ type }) => type === "page"));
    return await work();
  } finally {
    browser.kill();
    await once(browser, "exit");
  }
}

/** Says what the median of a few runs is: where the processor is shared, one run differs from the next by points. */
async function measure(name: string, url: string): Promise<void> {
  for (const [device, config, runs] of [
    ["desktop", desktopConfig, 1],
    ["phone", MOBILE, 3],
  ] as const) {
    const all: Report[] = [];
    for (let run = 0; run < runs; run++) all.push(await inBrowser(() => look(url, config)));
    all.sort((a, b) => points(a, "performance") - points(b, "performance"));
    const median = all[Math.floor(runs / 2)]!;
    const scores = CATEGORIES.map((id) => `${id} ${all.map((one) => points(one, id)).join(" ")}`);
    console.log(`${name}, ${device}: ${scores.join(", ")}`);
    if (reports) await keep(reports, `${name}, ${device}`, median);
    for (const { id, title, score, displayValue } of imperfect(median))
      console.log(`  ${id}: ${score} ${displayValue ?? ""} ${title}`);
  }
}

async function look(url: string, config: Record<string, unknown>): Promise<Report> {
  const flags = {
    port,
    // Otherwise the session would be wiped first.
    disableStorageReset: true,
    // The network is never silent: the stream stays open.
    maxWaitForLoad: 5_000,
    onlyCategories: CATEGORIES,
    logLevel: "error",
  };
  return (await lighthouse(url, flags, config)).lhr;
}

function points({ categories }: Report, id: string): number {
  return Math.round(categories[id]!.score * 100);
}

/** For whoever wants to know why: Lighthouse's viewer reads these. */
async function keep(place: string, name: string, report: Report): Promise<void> {
  await mkdir(place, { recursive: true });
  await writeFile(join(place, `${name.replaceAll(/\W+/g, "-")}.json`), JSON.stringify(report));
}

/** What cost points. */
function imperfect({ categories, audits }: Report): Audit[] {
  const counted = CATEGORIES.flatMap((id) => categories[id]!.auditRefs).filter(({ weight }) => weight > 0);
  return counted.map(({ id }) => audits[id]!).filter(({ score }) => score !== null && score < 0.9);
}

/**
 * Returns the address of a conversation. Playwright, which puts scripts of its own into every page, has left the
 * browser when anything is measured.
 */
async function signIn(dashboard: string): Promise<string> {
  const driver = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await driver.contexts()[0]!.newPage();
  await page.goto(dashboard);
  await page.getByTestId("sign-in-email").fill("agent@example.com");
  await page.getByTestId("sign-in-password").fill("live-chat");
  await page.getByTestId("sign-in-submit").click();
  const row = page.getByTestId("conversation-row").nth(4);
  const address = await row.getAttribute("href");
  await page.evaluate("navigator.serviceWorker.ready");
  await page.close();
  await driver.close();
  return `${dashboard}/${address}`;
}
