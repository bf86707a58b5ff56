import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { Firestore } from "@google-cloud/firestore";

export type Contestant = { name: string; script: string; args: (port: number) => string[] };

/** A running contestant and a client of it. */
export type Running = { firestore: Firestore; memory(): number; stop(): Promise<void> };

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const OURS: Contestant = {
  name: "ours",
  script: inRepository("local/firestore/main.mjs"),
  args: (port) => ["--port", String(port)],
};
export const PEER: Contestant = {
  name: "@firestore-emulator/server 0.3.15",
  script: inRepository("bench/firestore/serve-peer.ts"),
  args: (port) => [String(port)],
};

/** Starts it in a process of its own; `startUp` is the milliseconds until it said it was ready. */
export async function start({ script, args }: Contestant): Promise<Running & { startUp: number }> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [script, ...args(port)], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const startUp = performance.now() - begun;
  const firestore = new Firestore({
    projectId: "demo-bench",
    host: `127.0.0.1:${port}`,
    ssl: false,
    customHeaders: { authorization: "Bearer owner" },
  });
  return { startUp, firestore, memory: () => residentMegabytes(child), stop: () => stop(child, firestore) };
}

async function stop(child: ChildProcess, firestore: Firestore): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
  // Not waited for: what the client may still hope for can't come any more.
  firestore.terminate().catch(() => {});
}

function residentMegabytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
