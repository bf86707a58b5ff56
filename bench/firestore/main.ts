/**
 * `npm run bench -- firestore`: our Firestore beside the best other one in JavaScript, driven by the official client,
 * taking turns, each in a process of its own that is new for each row. Writes its section of bench/RESULTS.md, row by
 * row; takes about four minutes, most of it for what the other one doesn't finish.
 */
import { availableParallelism, loadavg } from "node:os";
import { writeSection } from "../write-section.ts";
import { type Contestant, OURS, PEER, type Running, start } from "./contestant.ts";
import { MEASUREMENTS, type Measurement } from "./measurements.ts";

/** For one contestant's part of one row. */
const TIME_LIMIT_MS = 60_000;
const STARTS = 9;

type Figure = number | string;

/** The median of some starts, in milliseconds; the first one doesn't count. */
async function measureStartUps(): Promise<[Figure, Figure]> {
  const startUps = new Map<Contestant, number[]>([OURS, PEER].map((it) => [it, []]));
  for (let i = 0; i <= STARTS; i++) {
    for (const [contestant, times] of startUps) {
      const running = await start(contestant);
      await running.stop();
      if (i > 0) times.push(running.startUp);
    }
  }
  const median = (it: Contestant) => startUps.get(it)!.sort((a, b) => a - b)[STARTS >> 1]!;
  return [median(OURS), median(PEER)];
}

async function measure({ run }: Measurement, contestant: Contestant): Promise<Figure> {
  const running: Running = await start(contestant);
  const figure = await Promise.race([run(running).catch(failure), giveUp()]);
  await running.stop();
  return figure;
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

const rows: string[] = [];

async function addRow(title: string, unit: string, better: Measurement["better"], figures: [Figure, Figure]) {
  const [ours, peers] = figures;
  rows.push(`| ${[title, show(ours, unit), show(peers, unit), ratio(ours, peers, better)].join(" | ")} |`);
  console.log(rows.at(-1));
  await writeSection("firestore", section());
}

function section(): string {
  const [load] = loadavg();
  return `## Firestore

\`npm run bench -- firestore\`: the official client, each server in a new process of its own for each row. A row that
takes a server more than ${TIME_LIMIT_MS / 1000} s is given up.

| | ours | ${PEER.name} | ahead |
|---|---|---|---|
${rows.join("\n")}

- Node ${process.version}, ${availableParallelism()} cores; load average at the end ${load!.toFixed(1)}.`;
}

await addRow(`start-up, median of ${STARTS}`, "ms", "less", await measureStartUps());
for (const measurement of MEASUREMENTS) {
  const { title, unit, better } = measurement;
  await addRow(title, unit, better, [await measure(measurement, OURS), await measure(measurement, PEER)]);
}
process.exit();
