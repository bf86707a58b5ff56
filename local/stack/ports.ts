import { randomInt } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

/** Every port of the stack but Redis's, which is any free one. */
export type Ports = {
  dashboard: number;
  /** The Hosting emulator: the same as `dashboard`, except in `npm run dev`, where Vite stands in front of it. */
  hosting: number;
  hub: number;
  functions: number;
  gateway: number;
  firestore: number;
  auth: number;
  tasks: number;
  /** The customers' phones, and the fake Graph API behind them. */
  simulator: number;
};

const DEFAULT_PORTS: Ports = {
  dashboard: 3000,
  hosting: 3000,
  hub: 4400,
  functions: 5001,
  gateway: 8003,
  firestore: 8080,
  auth: 9099,
  tasks: 9499,
  simulator: 3001,
};

/** Where Hosting stands in `npm run dev`; 3001 is the phone simulator's. */
const HOSTING_BEHIND_VITE = 3002;

/** Browsers open no page there, since other protocols live on them: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED = new Set([
  ...[1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566],
  ...[6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080],
]);

/**
 * The documented ports, all moved by `offset`. Throws a RangeError where that leads out of the port range, or to a
 * port that no browser opens.
 */
export function portsAt(offset: number, { dev = false } = {}): Ports {
  const base = dev ? { ...DEFAULT_PORTS, hosting: HOSTING_BEHIND_VITE } : DEFAULT_PORTS;
  const ports = mapPorts(base, (port) => port + offset);
  if (Object.values(ports).some((port) => port < 1024 || port > 65_535)) {
    throw new RangeError(`--port-offset ${offset} leads out of the ports there are (1024 to 65535).`);
  }
  const blocked = Object.values(ports).find((port) => BLOCKED.has(port));
  if (blocked) {
    throw new RangeError(`--port-offset ${offset} leads to port ${blocked}, which browsers refuse to open.`);
  }
  return ports;
}

/** Ports nobody uses right now, for stacks of tests. */
export async function freePorts(): Promise<Ports> {
  const names = Object.keys(DEFAULT_PORTS) as (keyof Ports)[];
  // All are held until the last is found, so that none is given twice.
  const servers = await Promise.all(names.map(listenSomewhere));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const found = Object.fromEntries(names.map((name, index) => [name, ports[index]!])) as Ports;
  return { ...found, hosting: found.dashboard };
}

function mapPorts(ports: Ports, change: (port: number) => number): Ports {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, change(port)])) as Ports;
}

/** Below the ports that systems give to outgoing connections: those would be taken again before we use them. */
async function listenSomewhere(): Promise<Server> {
  for (;;) {
    const server = createServer().listen(randomInt(12_000, 32_000), "127.0.0.1");
    const listens = await once(server, "listening").catch(() => null);
    if (listens) return server;
  }
}
