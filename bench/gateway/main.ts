import { mkdir, readFile, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { HUBS } from "./hubs.ts";
import { measureHubs, measureMemory, measureRedisLeg, measureSlow, measureStorm } from "./measure.ts";
import { lengthenBacklog, needProgram } from "./processes.ts";
import { type Results, renderResults } from "./render.ts";

/** Fresh processes whose memory is measured, of each hub. */
const MEMORY_RUNS = 3;
const LEG_SECONDS = 10;

const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "10000" },
    /** Of each turn. */
    seconds: { type: "string", default: "2" },
    /** How often each hub has its turn in each scenario. */
    runs: { type: "string", default: "16" },
    hubs: { type: "string", default: Object.keys(HUBS).join(",") },
    /** What to measure: hubs, memory, slow, leg, storm. */
    parts: { type: "string", default: "hubs,memory,slow,leg,storm" },
    /** Keeps what an earlier call measured, so that a long measurement can be made in several. */
    join: { type: "boolean", default: false },
    out: { type: "string", default: join(import.meta.dirname, "results.json") },
  },
});
const clients = Number(values.clients);
const seconds = Number(values.seconds);
const names = values.hubs.split(",");
const parts = values.parts.split(",");

needProgram("cc", "apt install gcc libc6-dev");
needProgram("taskset", "apt install util-linux");
needProgram("redis-server", "apt install redis-server");
if (names.includes("nchan")) needProgram("nginx", "apt install nginx libnginx-mod-nchan");
lengthenBacklog();

const nothing: Results = { clients, seconds, load: 0, runs: {}, memory: {}, slow: {} };
const results: Results = values.join
  ? { ...nothing, ...JSON.parse(await readFile(values.out, "utf8").catch(() => "{}")) }
  : nothing;

// The leg before all others: what thousands of closed connections leave to the kernel would delay it.
if (parts.includes("leg")) results.redisLeg = await measureRedisLeg(100, LEG_SECONDS);
if (parts.includes("storm")) results.storm = await measureStorm(clients);
if (parts.includes("memory")) {
  for (const name of names) {
    results.memory[name] = [];
    for (let run = 0; run < MEMORY_RUNS; run++)
      results.memory[name].push(await measureMemory(HUBS[name]!, clients));
  }
}
if (parts.includes("slow"))
  for (const name of names) results.slow[name] = await measureSlow(HUBS[name]!, clients, seconds);
if (parts.includes("hubs")) results.runs = await measureHubs(names, clients, seconds, Number(values.runs));
console.error(JSON.stringify({ slow: results.slow, leg: results.redisLeg, storm: results.storm }));

results.load = Math.max(results.load, loadavg()[1] ?? 0);
await mkdir(dirname(values.out), { recursive: true });
await writeFile(values.out, JSON.stringify(results, null, 2));
await renderResults(results);
process.exit(0);
