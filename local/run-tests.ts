/**
 * Runs every test, or those named: `npm test`, `npm test -- core e2e/reload`. Real Redis and Chromium are used
 * where there are any; what can't run without them is said, and in CI it is a failure.
 */
import { spawn } from "node:child_process";
import { findRedisServer } from "./redis/redis-server-process.ts";
import { findChromium } from "./testing/find-chromium.ts";

const missing = [
  findRedisServer()
    ? null
    : "redis-server is not installed: tests run on the built-in stand-in, not on the real one.",
  findChromium()
    ? null
    : "Chromium is not installed: the tests in a real browser are skipped (set CHROMIUM to its path).",
].filter((sentence) => sentence !== null);
for (const sentence of missing) console.log(`! ${sentence}`);

const vitest = new URL("../node_modules/vitest/vitest.mjs", import.meta.url).pathname;
const child = spawn(process.execPath, [vitest, "run", ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
