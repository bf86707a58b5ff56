import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { GatewayProcess } from "./gateway-process.ts";
import type { Random } from "./random.ts";

/** What a gateway sends last when it ends a stream in good order. */
const LAST_CHUNK = "0\r\n\r\n";

type Link = {
  near: Socket;
  far: Socket;
  gateway: GatewayProcess;
  /** The last bytes that the gateway sent. */
  tail: string;
  /** Bytes per ms that the client reads. */
  speed: number;
  /** Until then it reads nothing, by `performance.now()`. */
  heldUntil: number;
  silent: boolean;
  cutNext: boolean;
};

/**
 * The one address that clients know, as a load balancer is: each connection goes to any gateway that is there. The
 * network between is bad where a fault says so, and a client that reads slowly holds up nobody but its gateway.
 */
export class GatewaySwitch {
  /** What happened here, by name. */
  readonly counts = new Map<string, number>();
  port = 0;
  #open = true;
  readonly #gateways: GatewayProcess[];
  readonly #random: Random;
  readonly #links = new Set<Link>();
  readonly #server: Server;

  constructor(gateways: GatewayProcess[], random: Random) {
    this.#gateways = gateways;
    this.#random = random;
    this.#server = createServer((near) => this.#connect(near.on("error", ignore)));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.shut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Nobody gets through any more, until it is opened again. */
  shut(): void {
    this.#open = false;
    for (const link of this.#links) link.near.destroy();
  }

  open(): void {
    this.#open = true;
  }

  /** Where most clients are. */
  busiest(): GatewayProcess {
    const load = (gateway: GatewayProcess) =>
      [...this.#links].filter((link) => link.gateway === gateway).length;
    return this.#gateways.toSorted((one, other) => load(other) - load(one))[0]!;
  }

  /** Each connection, with this chance, ends within what the gateway sends next. */
  cutMidFrame(chance: number): void {
    for (const link of this.#some(chance)) link.cutNext = true;
  }

  /** … reads nothing for `ms`. */
  stopReading(chance: number, ms: number): void {
    for (const link of this.#some(chance)) this.#hold(link, ms);
  }

  /** … reads `speed` bytes per ms from now on. */
  readSlowly(chance: number, speed: number): void {
    for (const link of this.#some(chance)) link.speed = speed;
  }

  /** … is gone without a word to either side. */
  goSilent(chance: number): void {
    for (const link of this.#some(chance)) {
      link.silent = true;
      this.#count("connections gone silent");
    }
  }

  /** At least one, as long as there is any. */
  #some(chance: number): Link[] {
    const links = [...this.#links];
    const chosen = links.filter(() => this.#random.chance(chance));
    return chosen.length > 0 || links.length === 0 ? chosen : [this.#random.pick(links)];
  }

  #connect(near: Socket): void {
    const there = this.#gateways.filter(({ port }) => port > 0);
    if (!this.#open || there.length === 0) return void near.destroy();
    const gateway = this.#random.pick(there);
    this.#count(`connections to ${gateway.name}`);
    const far = connect(gateway.port, "127.0.0.1");
    const state = { tail: "", speed: Number.POSITIVE_INFINITY, heldUntil: 0, silent: false, cutNext: false };
    const link: Link = { near, far, gateway, ...state };
    this.#links.add(link);
    near.on("data", (bytes) => link.silent || far.write(bytes));
    near.on("drain", () => this.#goOn(link));
    near.on("close", () => this.#end(link, false));
    far.on("error", ignore).on("data", (bytes) => this.#forward(link, bytes));
    far.on("close", () => this.#end(link, true));
  }

  #forward(link: Link, bytes: Buffer): void {
    if (link.silent) return;
    if (link.cutNext) {
      this.#count("frames cut");
      link.near.end(bytes.subarray(0, this.#random.between(0, bytes.length - 1)));
      return void link.far.destroy();
    }
    link.tail = (link.tail + bytes.toString("latin1", Math.max(0, bytes.length - 5))).slice(-5);
    if (!link.near.write(bytes)) link.far.pause();
    if (link.speed < Number.POSITIVE_INFINITY) this.#hold(link, bytes.length / link.speed);
  }

  #hold(link: Link, ms: number): void {
    link.heldUntil = performance.now() + ms;
    link.far.pause();
    setTimeout(() => this.#goOn(link), ms + 1);
  }

  #goOn(link: Link): void {
    if (!link.near.writableNeedDrain && performance.now() >= link.heldUntil) link.far.resume();
  }

  /** Whoever is first ends both. A client closes as soon as it has read the last chunk. */
  #end(link: Link, byGateway: boolean): void {
    if (!this.#links.delete(link)) return;
    const { near, far, gateway, tail, silent } = link;
    if (silent) near.destroy();
    else near.end();
    far.destroy();
    const inOrder = tail === LAST_CHUNK;
    // Whoever wasn't let in has no stream to lose.
    if (silent || tail === "" || (!byGateway && !inOrder)) return;
    const name = `streams ended ${inOrder ? "in good order" : "without a word"}`;
    this.#count(name);
    if (gateway.isEnding) this.#count(`${name} by SIGTERM`);
  }

  #count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}

const ignore = () => {};
