import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endProcess, startNode, untilEnd } from "./child-process.ts";
import { toServiceLine } from "./service-log.ts";

const MAIN = join(import.meta.dirname, "../../sse-gateway/src/main.ts");
/** Patience with a start, and longest time to end streams, in ms. */
const START_PATIENCE = 20_000;
const END_PATIENCE = 10_000;
/** Pause before a crashed gateway is started again, in ms. */
const RESTART_PAUSE = 500;

export type GatewayOptions = {
  port: number;
  env: Record<string, string>;
  /** Starts it again on every change of its sources. */
  watch: boolean;
  verbose: boolean;
  say: (line: string) => void;
};

/** The SSE gateway as a child process; a crash is told and it is started again. */
export class Gateway {
  readonly #options: GatewayOptions;
  #child: ChildProcess | undefined;
  #wanted = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Resolves to itself when it is ready for clients; throws if it ends before. */
  async start(): Promise<this> {
    this.#wanted = true;
    this.#child = this.#spawn();
    await this.#untilReady(this.#child);
    return this;
  }

  /** Kills it at once and leaves it down. */
  async kill(): Promise<void> {
    this.#wanted = false;
    this.#child?.kill("SIGKILL");
    if (this.#child) await untilEnd(this.#child);
  }

  /** Ends it as Cloud Run does, with time for its streams, and starts it again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    if (this.#child) await endProcess(this.#child, END_PATIENCE);
  }

  #spawn(): ChildProcess {
    const { port, env, watch, verbose, say } = this.#options;
    const child = startNode({
      args: [...(watch ? ["--watch", "--watch-preserve-output"] : []), MAIN],
      env: { ...env, PORT: `${port}` },
      onLine: (line) => {
        const shown = toServiceLine("gateway", line, verbose);
        if (shown) say(shown);
      },
    });
    child.once("exit", (code, signal) => this.#restartIfWanted(child, code ?? signal));
    return child;
  }

  async #restartIfWanted(child: ChildProcess, reason: number | string | null): Promise<void> {
    if (!this.#wanted || child !== this.#child) return;
    this.#options.say(`The gateway ended (${reason}); starting it again.`);
    await wait(RESTART_PAUSE);
    if (this.#wanted && child === this.#child) this.#child = this.#spawn();
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const { port } = this.#options;
    for (const patience = performance.now() + START_PATIENCE; performance.now() < patience; await wait(50)) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
      if (answer?.ok) return;
    }
    throw new Error(`The gateway did not get ready on port ${port}.`);
  }
}
