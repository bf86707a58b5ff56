import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const END_WITH_PARENT = new URL("./end-with-parent.mjs", import.meta.url).href;

export type ChildOptions = {
  args: string[];
  env?: Record<string, string | undefined>;
  onLine?: (line: string) => void;
};

/**
 * Starts Node on a file of ours. The child is its own process group, so that a terminal's Ctrl-C reaches us alone and
 * we end everything in order; and it ends when we die, however that happens.
 */
export function startNode({ args, env = {}, onLine = () => {} }: ChildOptions): ChildProcess {
  const child = spawn(process.execPath, ["--import", END_WITH_PARENT, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: process.platform !== "win32",
  });
  for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on("line", onLine);
  return child;
}

/** Resolves when the process has ended, with its exit code or the signal that ended it. */
export function untilEnd(child: ChildProcess): Promise<number | NodeJS.Signals> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(child.signalCode);
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => resolve(code ?? signal!));
    child.once("error", reject);
  });
}

/** Asks the process to end and makes it after `patience` ms. */
export async function endProcess(child: ChildProcess, patience: number): Promise<void> {
  const ended = untilEnd(child);
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  await ended;
  clearTimeout(timer);
}
