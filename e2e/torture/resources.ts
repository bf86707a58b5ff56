import { within } from "./faults/fault.ts";
import type { GatewayProcess } from "./gateway-process.ts";
import type { GatewaySwitch } from "./gateway-switch.ts";
import { visitInStorm } from "./strangers.ts";

/** MB that a gateway may have at most, at any moment. */
const MAX_MEMORY = 400;
/** Connections to Redis, Firestore and Auth: some more of them when much is asked at once. */
const MAX_MADE = 8;
/** ms in which what was closed is gone. */
const PATIENCE = 20_000;

/** Memory and open files of the gateways, held against what they had before anyone came. */
export class Resources {
  readonly #gateways: GatewayProcess[];
  /** Files that a gateway has open which everyone has left, besides connections to Redis, Firestore and Auth. */
  restingFiles = 0;
  /** MB, by what happened meanwhile. */
  readonly peakMemory: Record<string, number> = {};

  constructor(gateways: GatewayProcess[]) {
    this.#gateways = gateways;
  }

  /** Takes the start values: after a first visit, since that opens what stays open. */
  async begin(gatewaySwitch: GatewaySwitch): Promise<void> {
    await visitInStorm(gatewaySwitch, 30, null);
    await within(PATIENCE, async () => (await this.#clients()) === 0);
    this.restingFiles = Math.max(...(await this.#openFiles()).map(({ others }) => others));
    await this.notePeaks("start");
  }

  /** Returns what is wrong with the memory since it was asked last. */
  async notePeaks(name: string): Promise<string[]> {
    const peak = Math.max(...(await Promise.all(this.#gateways.map((gateway) => gateway.peakMemory()))));
    this.peakMemory[name] = Math.max(this.peakMemory[name] ?? 0, peak);
    return peak > MAX_MEMORY ? [`a gateway took ${peak} MB during ${name}`] : [];
  }

  /** Returns what is wrong with the files: each client has one, and no others may stay. */
  async checkFiles(after: string): Promise<string[]> {
    let found = "";
    const good = await within(PATIENCE, async () => {
      const files = await this.#openFiles();
      const clients = await Promise.all(this.#gateways.map((gateway) => gateway.readMetrics()));
      found = `${JSON.stringify(files)} for ${clients} clients, where ${this.restingFiles} others are for none`;
      return files.every(
        ({ made, others }, i) => made <= MAX_MADE && others - clients[i]! <= this.restingFiles,
      );
    });
    return good ? [] : [`gateways kept files open after ${after}: ${found}`];
  }

  async #clients(): Promise<number> {
    const counts = await Promise.all(this.#gateways.map((gateway) => gateway.readMetrics()));
    return counts.reduce((sum, each) => sum + each, 0);
  }

  #openFiles() {
    return Promise.all(this.#gateways.map((gateway) => gateway.openFiles()));
  }
}
