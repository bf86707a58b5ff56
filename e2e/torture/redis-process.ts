import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A redis-server on a fixed port that can be stopped, paused, and started with what it once held. */
export class RedisProcess {
  readonly port: number;
  #child: ChildProcess | null = null;
  #folder = "";

  constructor(port: number) {
    this.port = port;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#folder ||= await mkdtemp(join(tmpdir(), "live-chat-torture-"));
    const args = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.#folder, "--save", ""];
    const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"], detached: true });
    this.#child = child;
    process.once("exit", () => child.kill("SIGKILL"));
    for await (const line of child.stdout!) if (String(line).includes("Ready to accept")) break;
    child.stdout!.resume();
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    this.#child = null;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  /** Stands still as a process on a frozen machine does. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  goOn(): void {
    this.#child?.kill("SIGCONT");
  }

  async startEmpty(): Promise<void> {
    await rm(join(this.#folder, "dump.rdb"), { force: true });
    await this.start();
  }

  /** After SAVE: keeps what is there now. */
  async keepBackup(): Promise<void> {
    await copyFile(join(this.#folder, "dump.rdb"), join(this.#folder, "backup.rdb"));
  }

  async startFromBackup(): Promise<void> {
    await copyFile(join(this.#folder, "backup.rdb"), join(this.#folder, "dump.rdb"));
    await this.start();
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
