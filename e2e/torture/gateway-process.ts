import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MAIN = join(import.meta.dirname, "../../sse-gateway/src/main.ts");
const CLOCK = join(import.meta.dirname, "shift-clock.ts");

/** A real gateway in a process of its own. What it says that it shouldn't is kept as a problem. */
export class GatewayProcess {
  readonly name: string;
  readonly problems: string[] = [];
  /** 0 while it isn't there. */
  port = 0;
  starts = 0;
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;

  constructor(name: string, env: Record<string, string>) {
    this.name = name;
    this.#env = env;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--import", CLOCK, MAIN], {
      env: { PATH: process.env.PATH, PORT: "0", ...this.#env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    process.once("exit", () => child.kill("SIGKILL"));
    this.starts++;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    createInterface(child.stdout!).on("line", (line) => {
      const { message, port } = JSON.parse(line);
      if (message === "gateway listens") resolve(port);
    });
    createInterface(child.stderr!).on("line", (line) => this.#complain(line));
    child.once("exit", (code, signal) => {
      if (this.#child === child) this.problems.push(`${this.name} ended by itself: ${signal ?? code}`);
      reject(new Error("it ended"));
    });
    this.port = await promise;
  }

  /** Resolves when it has ended. SIGTERM must end it well and within its time. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    const asked = Date.now();
    child.kill(signal);
    if (signal === "SIGKILL") this.port = 0;
    await once(child, "exit");
    this.port = 0;
    const took = Date.now() - asked;
    if (signal === "SIGTERM" && (child.exitCode !== 0 || took > 10_000)) {
      this.problems.push(`${this.name} took ${took} ms for SIGTERM and ended with ${child.exitCode}`);
    }
  }

  /** Lets its clock jump. */
  shiftClock(): void {
    this.#child?.kill("SIGUSR2");
  }

  async isReady(): Promise<boolean> {
    if (this.port === 0) return false;
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`, {
      signal: AbortSignal.timeout(2_000),
    });
    await answer.text();
    return answer.ok;
  }

  async metric(name: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/metrics`);
    return Number(new RegExp(`^live_chat_gateway_${name} (\\S+)$`, "m").exec(await answer.text())?.[1]);
  }

  async openFiles(): Promise<number> {
    return (await readdir(`/proc/${this.#child?.pid}/fd`)).length;
  }

  /** The most memory it ever had, in MB. */
  async peakMemory(): Promise<number> {
    const status = await readFile(`/proc/${this.#child?.pid}/status`, "utf8");
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  #complain(line: string): void {
    if (this.problems.length < 20) this.problems.push(`${this.name} says: ${line.slice(0, 500)}`);
  }
}
