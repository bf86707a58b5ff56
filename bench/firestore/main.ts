/**
 * `node bench/firestore/main.ts`: our Firestore beside the best other one in JavaScript, each in a process
 * of its own, driven by the official client, taking turns. Prints a table; takes a few minutes.
 */
import { availableParallelism, loadavg } from "node:os";
import { type Contestant, OURS, PEER, type Running, start } from "./contestant.ts";
import { MEASUREMENTS, type Measurement } from "./measurements.ts";

const TIME_LIMIT_MS = 180_000;

type Figure = number | string;

/** The median of five starts, in milliseconds. */
async function measureStartUp(contestant: Contestant): Promise<number> {
  const startUps = [];
  for (let i = 0; i < 5; i++) {
    const running = await start(contestant);
    startUps.push(running.startUp);
    await running.stop();
  }
  return startUps.sort((a, b) => a - b)[2]!;
}

async function measure({ run }: Measurement, running: Running): Promise<Figure> {
  return Promise.race([run(running).catch(failure), giveUp()]);
}

function failure(error: unknown): string {
  return `fails: ${(error as Error).message.slice(0, 60)}`;
}

function giveUp(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(resolve, TIME_LIMIT_MS, `not within ${TIME_LIMIT_MS / 1000} s`).unref();
  });
}

/** How many times better the first is; only where both are right at all. */
function ratio(ours: Figure, peers: Figure, better: Measurement["better"]): string {
  if (typeof ours === "string" || typeof peers === "string") return "";
  return `${(better === "more" ? ours / peers : peers / ours).toFixed(1)} ×`;
}

function show(figure: Figure, unit: string): string {
  return typeof figure === "string"
    ? figure
    : `${figure < 10 ? figure.toFixed(1) : Math.round(figure)} ${unit}`;
}

function printRow(title: string, unit: string, better: Measurement["better"], ours: Figure, peers: Figure) {
  console.log(`| ${[title, show(ours, unit), show(peers, unit), ratio(ours, peers, better)].join(" | ")} |`);
}

console.log(`| | ${OURS.name} | ${PEER.name} | ahead |\n|---|---|---|---|`);
printRow("start-up", "ms", "less", await measureStartUp(OURS), await measureStartUp(PEER));
const ours = await start(OURS);
const peer = await start(PEER);
for (const measurement of MEASUREMENTS) {
  const { title, unit, better } = measurement;
  printRow(title, unit, better, await measure(measurement, ours), await measure(measurement, peer));
}
await Promise.all([ours.stop(), peer.stop()]);
const [load] = loadavg();
console.log(
  `\nNode ${process.version}, ${availableParallelism()} cores; load average at the end ${load!.toFixed(1)}.`,
);
process.exit();
