/**
 * The dashboard in a real Chromium before the whole system: `npm run bench -- web`. Takes some minutes; writes its
 * section of bench/RESULTS.md.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { startStack } from "../../local/start-stack.ts";
import { listen } from "./listen.ts";
import { measureArrival } from "./measure-arrival.ts";
import { measureBurst } from "./measure-burst.ts";
import { measureMemory } from "./measure-memory.ts";
import { measureList, measurePlain, measureThread, openThread } from "./measure-scrolling.ts";
import { startRelay } from "./relay.ts";
import { renderResults } from "./render.ts";
import { writeSeed } from "./seed.ts";
import { openBrowser, openDashboard, type Tab } from "./tab.ts";

/** Bubbles that the plain page gets: with more it takes the machine's memory. */
const MOST_PLAIN = 10_000;

const { values } = parseArgs({
  options: {
    arrivals: { type: "string", default: "200" },
    conversations: { type: "string", default: "10000" },
    messages: { type: "string", default: "50000" },
    only: { type: "string", default: "arrival,burst,list,thread,memory" },
  },
});
const only = values.only.split(",");
const conversations = Number(values.conversations);
const messages = Number(values.messages);

const seed = await writeSeed({ conversations, messages });
const stack = await startStack({ importDir: seed.folder });
const { hosting, gateway, dashboard } = stack.urls;
const relay = await startRelay(Number(new URL(gateway).port));
const browser = await openBrowser(gateway, relay.port);
const listener = await listen(stack.urls);
try {
  const load = loadavg()[0] ?? 0;
  const arrivals = await measure("arrival", (tab) => measureArrival(tab, hosting, Number(values.arrivals)));
  const burst = await measure("burst", (tab) => measureBurst(tab, hosting, relay, listener.heard));
  const list = await measure("list", (tab) => measureList(tab, conversations));
  const plainList = await measure("list", (tab) => measurePlain(tab, "list", conversations));
  const thread = await measure("thread", measureThread);
  const plainThread = await measure("thread", async (tab) => {
    await openThread(tab);
    return measurePlain(tab, "thread", Math.min(messages, MOST_PLAIN));
  });
  const memory = await measure("memory", (tab) => measureMemory(tab, hosting, listener.heard));
  if (arrivals && burst && list && plainList && thread && plainThread && memory) {
    const sizes = { conversations, messages };
    await renderResults({ load, sizes, arrivals, burst, list, plainList, thread, plainThread, memory });
  }
} finally {
  listener.stop();
  await browser.close();
  relay.stop();
  await stack.stop();
  await seed.remove();
}
process.exit();

/** Each in a profile of its own; undefined where it wasn't asked for, or failed. */
async function measure<T>(name: string, work: (tab: Tab) => Promise<T>): Promise<T | undefined> {
  if (!only.includes(name)) return undefined;
  const tab = await openDashboard(browser, dashboard);
  try {
    const measured = await work(tab);
    console.error(`${name}:`, JSON.stringify(measured));
    return measured;
  } catch (error) {
    console.error(`${name} failed:`, error);
    process.exitCode = 1;
    return undefined;
  } finally {
    await tab.page.context().close();
  }
}
