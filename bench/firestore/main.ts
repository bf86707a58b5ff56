/**
 * `node bench/firestore/main.ts`: our Firestore beside the best other one in JavaScript, each in a process
 * of its own, driven by the official client, one after the other. Prints a table; takes a few minutes.
 */
import { type Contestant, OURS, PEER, start } from "./contestant.ts";
import { MEASUREMENTS, type Measurement } from "./measurements.ts";

const TIME_LIMIT_MS = 180_000;

type Figure = number | string;

async function measure(contestant: Contestant): Promise<Figure[]> {
  const startUps = [];
  for (let i = 0; i < 5; i++) {
    const running = await start(contestant);
    startUps.push(running.startUp);
    await running.stop();
  }
  const running = await start(contestant);
  const figures: Figure[] = [startUps.sort((a, b) => a - b)[2]!];
  for (const { run } of MEASUREMENTS) {
    figures.push(await Promise.race([run(running).catch(failure), giveUp()]));
  }
  await running.stop();
  return figures;
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

const ours = await measure(OURS);
const peers = await measure(PEER);
const startUp = { title: "start-up", unit: "ms", better: "less" } as const;
console.log(`| | ${OURS.name} | ${PEER.name} | ahead |\n|---|---|---|---|`);
for (const [i, { title, unit, better }] of [startUp, ...MEASUREMENTS].entries()) {
  const columns = [title, show(ours[i]!, unit), show(peers[i]!, unit), ratio(ours[i]!, peers[i]!, better)];
  console.log(`| ${columns.join(" | ")} |`);
}
process.exit();
