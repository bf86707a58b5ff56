import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, readlink, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { listTcpSockets } from "@live-chat/local/stack/list-tcp-sockets.ts";
import { buildGateway } from "../../sse-gateway/build.ts";
import { AS_DEPLOYED } from "../../sse-gateway/testing/as-deployed.ts";

const OUTDIR = join(import.meta.dirname, "../../sse-gateway/lib/torture");
const CLOCK = join(import.meta.dirname, "shift-clock.ts");
/** ms from SIGTERM to the end. */
const GRACE = 10_000;

/** The bundle that is deployed: it also starts faster, and here it starts often. */
export const prepareGateways = () => buildGateway({ outdir: OUTDIR });

/** A real gateway in a process of its own. What it says that it shouldn't is kept as a problem. */
export class GatewayProcess {
  readonly name: string;
  readonly problems: string[] = [];
  /** What it did and said, by name, over all its starts. */
  readonly counts = new Map<string, number>();
  /** What it complained about last. */
  lastError = "";
  /** 0 while it isn't there. */
  port = 0;
  /** True from SIGTERM to its next start: the end of a connection may be heard after the end of the process. */
  isEnding = false;
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;
  /** Of this start, as it was when it was last asked. */
  #ended = new Map<string, number>();

  constructor(name: string, env: Record<string, string>) {
    this.name = name;
    this.#env = env;
  }

  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      [...AS_DEPLOYED.flags, "--import", CLOCK, join(OUTDIR, "main.js")],
      {
        env: { PATH: process.env.PATH, PORT: "0", ...AS_DEPLOYED.env, ...this.#env },
        stdio: ["ignore", "pipe", "pipe"],
        // Ctrl-C is for us alone: there is a verdict to come to.
        detached: true,
      },
    );
    this.#child = child;
    this.isEnding = false;
    this.#ended = new Map();
    process.once("exit", () => child.kill("SIGKILL"));
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    createInterface(child.stdout!).on("line", (line) => {
      const { message, by, port, error } = JSON.parse(line);
      this.#count(by ? `${message}: ${by}` : message);
      if (error) this.lastError = `${message}: ${error}`;
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
    this.isEnding = signal === "SIGTERM";
    const asked = performance.now();
    child.kill(signal);
    if (signal === "SIGKILL") this.port = 0;
    await once(child, "exit");
    this.port = 0;
    const took = Math.round(performance.now() - asked);
    if (signal === "SIGTERM" && (child.exitCode !== 0 || took > GRACE)) {
      this.problems.push(`${this.name} took ${took} ms for SIGTERM and ended with ${child.exitCode}`);
    }
  }

  /** Lets its clock jump. */
  shiftClock(): void {
    this.#child?.kill("SIGUSR2");
  }

  /** What its probe answers: a status, or 0 if it isn't there or says nothing for two seconds. */
  async readiness(): Promise<number> {
    return (await this.#ask("/readyz", 2_000).catch(() => ({ status: 0 }))).status;
  }

  /** Notes why streams ended so far; returns how many are open. */
  async readMetrics(): Promise<number> {
    const { body } = await this.#ask("/metrics", 20_000);
    for (const [, reason, value] of body.matchAll(/^\w+streams_ended_total{reason="(\w+)"} (\d+)$/gm)) {
      this.#count(`stream ended: ${reason}`, Number(value) - (this.#ended.get(reason!) ?? 0));
      this.#ended.set(reason!, Number(value));
    }
    return Number(/^live_chat_gateway_clients (\d+)$/m.exec(body)?.[1]);
  }

  /** Connections that it made itself, and all other files it has open: its clients' connections among them. */
  async openFiles(): Promise<{ made: number; others: number }> {
    const folder = `/proc/${this.#child?.pid}/fd`;
    const sockets = await listTcpSockets();
    const madeByAnyone = new Set(
      sockets
        .filter(({ nearPort, farPort }) => nearPort !== this.port && farPort !== 0)
        .map(({ link }) => link),
    );
    const files = await readdir(folder);
    const links = await Promise.all(files.map((file) => readlink(join(folder, file)).catch(() => "")));
    const made = links.filter((link) => madeByAnyone.has(link)).length;
    return { made, others: files.length - made };
  }

  /** The most memory it had since this was asked last, in MB. */
  async peakMemory(): Promise<number> {
    const folder = `/proc/${this.#child?.pid}`;
    const status = await readFile(`${folder}/status`, "utf8");
    await writeFile(`${folder}/clear_refs`, "5");
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  async #ask(path: string, timeout: number): Promise<{ status: number; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    if (this.port === 0) throw new Error("it isn't there");
    const options = { host: "127.0.0.1", port: this.port, path, agent: false, timeout };
    const request = get(options, async (response) => {
      const parts = await response.toArray().catch(reject);
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts ?? []).toString() });
    });
    request.on("error", reject).on("timeout", () => request.destroy());
    return promise;
  }

  #count(name: string, amount = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + amount);
  }

  #complain(line: string): void {
    if (this.problems.length < 20) this.problems.push(`${this.name} says: ${line.slice(0, 500)}`);
  }
}
