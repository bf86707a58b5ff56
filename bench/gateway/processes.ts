import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

process.setMaxListeners(0);

/** The hub has one core to itself, everything else shares the other. */
export const HUB_CORE = "0";
export const OTHER_CORE = "1";

/** Starts a program on one core. */
export function startOnCore(core: string, command: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn("taskset", ["-c", core, command, ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.on("error", () => {});
  process.once("exit", () => child.kill("SIGKILL"));
  return child;
}

const built = new Map<string, string>();

/** Path of a C program, built once with the system's compiler. */
export function build(source: string): string {
  const known = built.get(source);
  if (known) return known;
  const program = join(mkdtempSync(join(tmpdir(), "live-chat-bench-")), "program");
  execFileSync("cc", ["-O2", "-o", program, source]);
  built.set(source, program);
  return program;
}

/** Starts a script that prints `port N` when it listens. */
export async function startScript(
  core: string,
  script: string,
  env: Record<string, string> = {},
  flags: string[] = [],
) {
  const child = startOnCore(core, process.execPath, [...flags, script], env);
  const port = Number(await findLine(child, /^port (\d+)$/));
  return { child, port };
}

/** The first group of the first line that fits; throws if the program ends before. */
export async function findLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const lines = createInterface(child.stdout!);
  lines.on("line", (line) => {
    const found = pattern.exec(line);
    if (!found) return;
    resolve(found[1] ?? "");
    // What it says from now on is thrown away unread.
    lines.close();
    child.stdout!.resume();
  });
  child.once("exit", () => reject(new Error(`it ended before it said ${pattern}`)));
  return promise;
}

export async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

/** Resident memory of a process in bytes, private and shared. */
export async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

/** Seconds of processor time that a process has used, in the kernel too. */
export async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // After the name in brackets: 11 fields, then user and kernel time in hundredths of a second.
  const [, user, kernel] = /\) (?:\S+ ){11}(\d+) (\d+)/.exec(stat) ?? [];
  return (Number(user) + Number(kernel)) / 100;
}

/** Throws with a sentence if a program that the bench needs isn't there. */
export function needProgram(name: string, how: string): void {
  if (spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0)
    throw new Error(`${name} is missing: ${how}`);
}

const BACKLOG = "/proc/sys/net/core/somaxconn";

/** Lets hubs have the listen queue they ask for, as far as we may; the old length comes back at exit. */
export function lengthenBacklog(): void {
  try {
    const before = readFileSync(BACKLOG, "utf8");
    writeFileSync(BACKLOG, "65535");
    process.once("exit", () => writeFileSync(BACKLOG, before));
  } catch {
    console.error("not root: a storm of connections may lose packets, see net.core.somaxconn");
  }
}
