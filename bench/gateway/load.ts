import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Hub } from "./hubs.ts";
import { build, end, OTHER_CORE, startOnCore } from "./processes.ts";

export type Report = {
  deliveries: number;
  /** ms */
  p50: number;
  p99: number;
  max: number;
  open: number;
  bytes: number;
};

/** From so many clients on, the client rests between looks, in µs; load-client.c says why. */
const MANY = 1_000;
const REST = 250;

/** Many clients of one hub, in a process of their own. */
export async function startLoad(
  hub: Hub,
  clients: number,
  { stalled = 0, inFlight = 512 }: { stalled?: number; inFlight?: number } = {},
) {
  const rest = clients >= MANY ? REST : 0;
  const args = [hub.port, clients, hub.heads, inFlight, stalled, rest].map(String);
  const child = startOnCore(OTHER_CORE, build(join(import.meta.dirname, "load-client.c")), args);
  let complete = 0;
  let watchers: (() => void)[] = [];
  const reports: ((report: Report) => void)[] = [];
  const marks: (() => void)[] = [];
  let up = Promise.withResolvers<number>();
  createInterface(child.stdout).on("line", (line) => {
    const [kind, ...numbers] = line.split(" ");
    const n = numbers.map(Number) as [number, number, number, number, number, number];
    if (kind === "up") up.resolve(n[1]);
    if (kind === "p") complete = n[0];
    if (kind === "marked") marks.shift()?.();
    if (kind === "r") {
      const [deliveries, p50, p99, max, open, bytes] = n;
      reports.shift()?.({ deliveries, p50: p50 / 1000, p99: p99 / 1000, max: max / 1000, open, bytes });
    }
    for (const watcher of watchers.splice(0)) watcher();
  });
  child.once("exit", () => up.reject(new Error("the load client ended")));

  return {
    /** ms until all streams had begun. */
    up: () => up.promise,
    /** Forgets what was counted; resolves when that is done, so that nothing published then is forgotten too. */
    async mark(): Promise<void> {
      child.stdin.write("mark\n");
      await new Promise<void>((resolve) => marks.push(resolve));
      complete = 0;
    },
    /** Events since `mark` that have reached everybody who reads. */
    complete: () => complete,
    /** Resolves at the next sign of progress. */
    progress: () => new Promise<void>((resolve) => watchers.push(resolve)),
    report(): Promise<Report> {
      child.stdin.write("report\n");
      return new Promise((resolve) => reports.push(resolve));
    },
    /** Cuts all streams and opens them again, each with the id it saw last; resolves to the ms that took. */
    reconnect(): Promise<number> {
      up = Promise.withResolvers<number>();
      child.stdin.write("cut\n");
      return up.promise;
    },
    async stop() {
      up.promise.catch(() => {});
      watchers = [];
      await end(child);
    },
  };
}

export type Load = Awaited<ReturnType<typeof startLoad>>;
