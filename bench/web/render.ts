import { execFileSync } from "node:child_process";
import { cpus, release } from "node:os";
import { findChromium } from "../../local/testing/find-chromium.ts";
import { writeSection } from "../write-section.ts";
import { ms, type Spread } from "./figures.ts";
import type { Arrivals } from "./measure-arrival.ts";
import type { Burst } from "./measure-burst.ts";
import type { Memory } from "./measure-memory.ts";
import type { Plain, Scrolled } from "./measure-scrolling.ts";
import type { Cost } from "./tab.ts";

export type Results = {
  load: number;
  sizes: { conversations: number; messages: number };
  arrivals: Arrivals;
  burst: Burst;
  list: Scrolled;
  plainList: Plain;
  thread: Scrolled;
  plainThread: Plain;
  memory: Memory;
};

/** Writes the dashboard's section of bench/RESULTS.md. */
export function renderResults(results: Results): Promise<void> {
  return writeSection("web", render(results));
}

function render({
  load,
  sizes,
  arrivals,
  burst,
  list,
  plainList,
  thread,
  plainThread,
  memory,
}: Results): string {
  const rows = [
    row(`${number(sizes.conversations)} conversations, all loaded`, list, "at once"),
    row(`${number(plainList.count)} rows, all in the page`, plainList, ms(plainList.ms)),
    row(
      `thread of ${number(sizes.messages)} messages, ${number(thread.loaded)} scrolled back`,
      thread,
      "at once",
    ),
    row(`${number(plainThread.count)} bubbles, all in the page`, plainThread, ms(plainThread.ms)),
  ];
  return `## Dashboard

\`npm run bench -- web\`: the built dashboard in headless Chromium (no graphics processor) before the whole local stack with
${number(sizes.conversations)} conversations and a thread of ${number(sizes.messages)} messages in Firestore. The browser, the page's functions, Firestore,
Redis and the gateway share the machine's cores.

- Webhook answered → bubble painted, ${arrivals.sinceAccepted.count} messages into the open conversation: ${spread(arrivals.sinceAccepted)}; from posting the webhook: ${spread(arrivals.sincePosted)}. One clock, the page's; painted = after the frame that holds the bubble.
- ${number(burst.events)} messages of eight customers at once after a cut network: ${(burst.busy / burst.events).toFixed(2)} ms of the main thread each, reconnecting and drawing included; longest task ${burst.longest === null ? "under 50 ms" : ms(burst.longest)}.
- 10,000 messages received in one tab, half of them into the open conversation: heap ${megabytes(memory.before)} before, ${megabytes(memory.half)} after 5,000, ${megabytes(memory.after)} after 10,000 (garbage collected); DOM nodes ${number(memory.before.nodes)}, ${number(memory.half.nodes)}, ${number(memory.after.nodes)}.

Scrolling with the wheel, at 6,000 px/s in the list and 4,000 px/s in the thread, whose pages come in meanwhile:

| | frames p50 / p95 / worst | frames with a row missing | heap | DOM nodes | until laid out |
|---|---|---|---|---|---|
${rows.join("\n")}

- Load average before: ${load.toFixed(1)}. Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, Linux ${release()}; Node ${process.version}, ${chromiumVersion()}.`;
}

function row(title: string, { frames, cost, ...more }: Scrolled | Plain, laidOut: string): string {
  const bare = "bare" in more ? `${more.bare} of ${frames.count}` : "–";
  const times = [frames.p50, frames.p95, frames.worst].map((figure) => figure.toFixed(0)).join(" / ");
  return `| ${[title, `${times} ms`, bare, megabytes(cost), number(cost.nodes), laidOut].join(" | ")} |`;
}

const spread = ({ p50, p95, worst }: Spread) => `p50 ${ms(p50)}, p95 ${ms(p95)}, worst ${ms(worst)}`;
const number = (figure: number) => figure.toLocaleString("en");
const megabytes = ({ heap }: Cost) => `${(heap / 1e6).toFixed(1)} MB`;

function chromiumVersion(): string {
  return execFileSync(findChromium()!, ["--version"]).toString().trim();
}
