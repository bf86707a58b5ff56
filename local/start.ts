/** `npm start` and `npm run dev`: the whole live chat on this machine. */

import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join, resolve } from "node:path";
import { banner } from "./stack/banner.ts";
import { DEMO_DATA, ROOT } from "./stack/constants.ts";
import { endOnCrash } from "./stack/end-on-crash.ts";
import { HELP, parseOptions, type StartOptions } from "./stack/options.ts";
import { portsAt } from "./stack/ports.ts";
import type { StackOptions } from "./stack/run-stack.ts";

/** A Ctrl-C reaches us from the terminal and from npm, this close to each other, in ms. */
const SAME_KEYPRESS = 500;

/** Makes every later start about a third faster, in this process and its children. */
process.env.NODE_COMPILE_CACHE ??= join(ROOT, "node_modules/.cache/compiled");
enableCompileCache(process.env.NODE_COMPILE_CACHE);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  console.log("Live Chat is starting …");
  const stopping = new AbortController();
  endOnSignal(stopping);
  endOnCrash();
  const { runStack } = await import("./stack/run-stack.ts");
  const stack = await runStack(toStackOptions(options), say, stopping.signal);
  console.log(banner(stack.urls, performance.now() / 1000));
  await aborted(stopping.signal);
  await stack.stop();
}

function toStackOptions({
  portOffset,
  keep,
  importDir,
  exportDir,
  chaos,
  dev,
  verbose,
}: StartOptions): StackOptions {
  const kept = join(ROOT, ".local-data", `kept-${portOffset}`);
  const continued = keep && existsSync(kept);
  return {
    ports: portsAt(portOffset, { dev }),
    data: continued ? kept : importDir ? resolve(importDir) : DEMO_DATA,
    asOfNow: !continued && !importDir,
    saveTo: exportDir ? resolve(exportDir) : keep ? kept : null,
    keep,
    chaos,
    dev,
    verbose,
  };
}

/** The first signal ends everything in order, the second at once. */
function endOnSignal(stopping: AbortController): void {
  let first = 0;
  const end = () => {
    const now = performance.now();
    if (first && now - first < SAME_KEYPRESS) return;
    if (first) process.exit(130);
    first = now;
    console.log("\nStopping …");
    stopping.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

function say(line: string): void {
  console.log(line);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  if ((error as Error).name === "AbortError") process.exit(0);
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
