import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { HUBS } from "./hubs.ts";
import { type Measured, measureHub, measureRedisLeg, measureSlow, measureStorm } from "./measure.ts";
import { needProgram } from "./processes.ts";
import { renderResults } from "./render.ts";

const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "10000" },
    seconds: { type: "string", default: "6" },
    runs: { type: "string", default: "3" },
    hubs: { type: "string", default: Object.keys(HUBS).join(",") },
    out: { type: "string", default: join(import.meta.dirname, "results.json") },
  },
});
const clients = Number(values.clients);
const seconds = Number(values.seconds);
const names = values.hubs.split(",");

needProgram("cc", "apt install gcc libc6-dev");
needProgram("taskset", "apt install util-linux");
needProgram("redis-server", "apt install redis-server");
if (names.includes("nchan")) needProgram("nginx", "apt install nginx libnginx-mod-nchan");

const runs: Record<string, Measured[]> = Object.fromEntries(names.map((name) => [name, []]));
for (let run = 1; run <= Number(values.runs); run++) {
  for (const name of names) {
    const measured = await measureHub(HUBS[name]!, clients, seconds);
    runs[name]!.push(measured);
    console.error(`run ${run}, ${name}:`, JSON.stringify(measured));
  }
}
const slow: Record<string, Awaited<ReturnType<typeof measureSlow>>> = {};
for (const name of names) slow[name] = await measureSlow(HUBS[name]!, clients, seconds);
console.error("slow clients:", JSON.stringify(slow));
const redisLeg = await measureRedisLeg(100, seconds);
const storm = await measureStorm(clients);
console.error("Redis leg:", JSON.stringify(redisLeg), "storm:", JSON.stringify(storm));

const results = { clients, seconds, load: loadavg()[1] ?? 0, runs, slow, redisLeg, storm };
await mkdir(dirname(values.out), { recursive: true });
await writeFile(values.out, JSON.stringify(results, null, 2));
await renderResults(results);
process.exit(0);
