import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";
import { join } from "node:path";
import type { Measured, measureRedisLeg, measureSlow, measureStorm } from "./measure.ts";

export type Results = {
  clients: number;
  seconds: number;
  /** The machine's load average at the end; the bench itself keeps about two cores busy. */
  load: number;
  runs: Record<string, Measured[]>;
  /** bytes per idle client */
  memory: Record<string, number[]>;
  slow: Record<string, Awaited<ReturnType<typeof measureSlow>>>;
  redisLeg?: Awaited<ReturnType<typeof measureRedisLeg>>;
  storm?: Awaited<ReturnType<typeof measureStorm>>;
};

const FILE = join(import.meta.dirname, "../RESULTS.md");
const BEGIN = "<!-- gateway: written by bench/gateway -->";
const END = "<!-- /gateway -->";

/** Writes the gateway's section of bench/RESULTS.md. */
export async function renderResults(results: Results): Promise<void> {
  const section = `${BEGIN}\n${render(results)}\n${END}`;
  const text = await readFile(FILE, "utf8").catch(() => "# Results\n");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1] ?? "\n";
  await writeFile(FILE, rest === undefined ? `${text}\n${section}\n` : `${before}${section}${after}`);
}

function render({ clients, seconds, load, runs, memory, slow, redisLeg, storm }: Results): string {
  const count = Math.max(...Object.values(runs).map((each) => each.length));
  const rows = Object.entries(runs).map(([name, each]) =>
    row(name, each, runs.nchan, memory[name], slow[name]),
  );
  return `## Gateway

\`npm run gateway -w bench\`: ${clients.toLocaleString("en")} clients, events of 600 bytes. The hubs share one core,
where one at a time has work; load clients, publisher and Redis share another. Medians of ${count} turns of ${seconds} s each,
a hub's turn beside the others'; all hubs are started anew after every other turn, in the
opposite order; × = times nchan's in the turn beside it. The gateway does its whole job (log in Redis, RS256 tokens
verified, metrics); the others only fan out; the last row is no hub, but what a core can do at most with one send per
client and event.

| hub | deliveries/s, 1 in flight | up to 4 in flight | per second of processor time, 1 in flight | up to 4 | p50 / p99 at 5 events/s | at 20 events/s | memory per idle client | 1 % of clients read nothing: deliveries/s, memory grown |
|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}

${singles({ clients, redisLeg, storm })}- Load average of the machine ${load.toFixed(0)}${load > 4 ? ": it was busy with other work, so only memory and the columns per second of processor time say something; rates and latencies are to be measured again on an idle machine" : ""}.
- Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, Linux ${release()}; Node ${process.version}, ${versionOf("nginx", "-v")}, nchan ${nchanVersion()}, better-sse ${betterSseVersion()}, Redis ${versionOf("redis-server", "--version").split(" ")[2]?.slice(2)}.`;
}

/** What is measured of the gateway only. */
function singles({ clients, redisLeg, storm }: Pick<Results, "clients" | "redisLeg" | "storm">): string {
  const leg = redisLeg
    ? `- From before the append in Redis to the client, ${redisLeg.clients} clients, 20 events/s: p50 ${redisLeg.p50.toFixed(2)} ms, p99 ${redisLeg.p99.toFixed(2)} ms;
  of that ${median(redisLeg.appends).toFixed(2)} ms until Redis has committed it (median).\n`
    : "";
  if (!storm) return leg;
  return `${leg}- Gateway killed and started again, ${clients.toLocaleString("en")} clients back at once, each with its own verified token and
  cursor: all streams resumed after ${(storm.back / 1000).toFixed(2)} s; the log in Redis was read ${storm.logReads} times meanwhile (periodic reads included).
`;
}

function row(
  name: string,
  each: Measured[],
  nchan: Measured[] | undefined,
  memory: number[] = [],
  slow: Results["slow"][string] | undefined,
) {
  const middle = (of: (measured: Measured) => number) => median(each.map(of));
  const rate = (of: (measured: Measured) => number) => {
    const ratio = nchan ? ` (${median(each.map((run, i) => of(run) / of(nchan[i]!))).toFixed(2)} ×)` : "";
    return `${Math.round(middle(of) / 1000)},000${ratio}`;
  };
  const latency = (of: (measured: Measured) => Measured["at5"]) => {
    if (middle((m) => of(m).share) < 0.98) return "falls behind";
    return `${middle((m) => of(m).p50).toFixed(0)} / ${middle((m) => of(m).p99).toFixed(0)} ms`;
  };
  const cells = [
    rate((m) => m.saturated1.rate),
    rate((m) => m.saturated4.rate),
    rate((m) => m.saturated1.perProcessorSecond),
    rate((m) => m.saturated4.perProcessorSecond),
    latency((m) => m.at5),
    latency((m) => m.at20),
    memory.length > 0 ? `${(median(memory) / 1024).toFixed(1)} KB` : "–",
    slow ? `${Math.round(slow.rate / 1000)},000, ${Math.max(0, slow.grownMegabytes).toFixed(0)} MB` : "–",
  ];
  return `| ${name} | ${cells.join(" | ")} |`;
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2;
}

function versionOf(program: string, flag: string): string {
  return (
    execFileSync("sh", ["-c", `${program} ${flag} 2>&1`])
      .toString()
      .trim()
      .split("\n")[0] ?? ""
  );
}

function nchanVersion(): string {
  const shown = execFileSync("sh", ["-c", "dpkg -s libnginx-mod-nchan 2>/dev/null || true"]).toString();
  return /^Version: (.*)$/m.exec(shown)?.[1] ?? "unknown";
}

function betterSseVersion(): string {
  const { version } = JSON.parse(
    execFileSync("cat", [join(import.meta.dirname, "../../node_modules/better-sse/package.json")]).toString(),
  );
  return version;
}
