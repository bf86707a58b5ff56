import type { Page } from "playwright-core";

type ProcessInfo = { type: string; id: number; cpuTime: number };

/**
 * Stops the process behind a tab, as a sleeping machine or a browser short of memory does: nothing in it runs, and
 * nobody tells it. Returns the way to let it go on.
 */
export async function stopTab(page: Page): Promise<() => void> {
  const pid = await findProcess(page);
  process.kill(pid, "SIGSTOP");
  return () => process.kill(pid, "SIGCONT");
}

/** A browser doesn't say which process draws which tab: the one that works when the tab is made to. */
async function findProcess(page: Page): Promise<number> {
  const before = await renderers(page);
  await page.evaluate(loopFor, 300);
  const after = await renderers(page);
  const worked = ({ id, cpuTime }: ProcessInfo) =>
    cpuTime - (before.find((one) => one.id === id)?.cpuTime ?? 0);
  return after.sort((a, b) => worked(b) - worked(a))[0]!.id;
}

async function renderers(page: Page): Promise<ProcessInfo[]> {
  const devtools = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
  await devtools.detach();
  return processInfo.filter(({ type }) => type === "renderer");
}

function loopFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
