import { startStack } from "../../local/start-stack.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { until } from "../support/until.ts";
import { Agent } from "./agent.ts";
import { beginWithTemplate } from "./begin-with-template.ts";
import type { Sides } from "./compare-sides.ts";
import { Phones } from "./customer-phone.ts";
import { followUp } from "./follow-up.ts";
import { SideReader } from "./read-sides.ts";
import { StatusRecord } from "./status-record.ts";
import { summarise } from "./summarise.ts";
import { beginTalk, type Talk, talk } from "./talk.ts";
import { untilSidesAgree } from "./until-sides-agree.ts";
import { changeWeather } from "./weather.ts";

export type SimulationOptions = {
  messages: number;
  seed: number;
  /** Customers who write at the same time. */
  customers: number;
  report: (line: string) => void;
};

/** Messages in one conversation before a customer begins with another number: phones show 500 bubbles. */
const LONGEST = 100;
/** What was lost is asked about after a minute; waits after refusals in a row grow up to 5 minutes. In ms. */
const PATIENCE = 420_000;
/** Once nothing is queued any more, only statuses and events are on their way. In ms. */
const SETTLED = 180_000;

/** Customers and agents talk through a whole stack while everything goes wrong; then both sides are compared. */
export async function runSimulation({ messages, seed, customers, report }: SimulationOptions) {
  const stack = await startStack({ log: () => {} });
  try {
    const phones = new Phones(stack.urls.simulator);
    const signIn = (name: string) => Agent.signIn(stack.urls, `${name}@example.com`);
    const [agent, ana, admin] = await Promise.all([signIn("agent"), signIn("ana"), signIn("boss")]);
    const record = await StatusRecord.open(stack.urls.gateway, agent);
    const helper = followUp(ana, record, seed);
    const began = performance.now();
    const talks: Talk[] = [];
    let left = messages;
    let written = 0;

    const customer = async (nth: number) => {
      const random = seededRandom(seed * 1_000 + nth);
      while (left > 0) {
        const count = Math.min(LONGEST, left);
        left -= count;
        const begun = await begin(nth * 100_000 + talks.length, random);
        await talk(begun, count - 1, () => written++);
        written++;
      }
    };
    /** Every third hides the number, every fourth what was read; every fifth of the others is written to first. */
    const begin = async (number: number, random: () => number): Promise<Talk> => {
      const nth = talks.length;
      const phone = nth % 3 === 2 ? null : `4915${10_000_000 + number}`;
      const customer = await phones.add(`Customer ${number}`, phone);
      if (nth % 4 === 3) await customer.set({ read_receipts: false });
      const by = nth % 2 === 0 ? agent : ana;
      const begun =
        phone && nth % 5 === 4
          ? beginWithTemplate(by, customer, phone, random)
          : beginTalk(by, customer, random);
      talks.push(await begun);
      return begun;
    };
    const weather = changeWeather(
      { stack, phones },
      { admin, seed, report, progress: () => written / messages },
    );
    await Promise.all(Array.from({ length: customers }, (_, nth) => customer(nth)));
    await weather;
    const wrote = performance.now();
    report("all is written and nothing goes wrong any more; waiting until both sides agree");

    const reader = new SideReader(phones);
    const all: Sides[] = [];
    const wrong: string[] = [];
    const end = async (it: Talk) => {
      const name = it.phone.name;
      try {
        await endTalk(it, () => admin.resumesChannels().then(helper.idle));
        const also = (sides: Sides) => [...record.differences(sides.messages), ...compareRead(sides)];
        all.push(await untilSidesAgree(reader, it, { patience: SETTLED, also }));
        report(`${name}: both sides agree`);
      } catch (error) {
        report(`${name}: ${(error as Error).message}`);
        wrong.push(`${name}: ${(error as Error).message}`);
      }
    };
    await inParallel(talks, 8, end);
    record.stop();
    return {
      seed,
      ...summarise(all),
      ...helper.did,
      cut_in_flight: (await phones.inHand()).cut,
      stream: record.counts,
      seconds_writing: Math.round((wrote - began) / 1000),
      seconds_until_agreed: Math.round((performance.now() - wrote) / 1000),
      steps_back: record.wrong,
      differences: wrong,
    };
  } finally {
    await stack.stop();
  }
}

/** Both look once more, when nothing is under way any more. */
async function endTalk({ phone, agent, conversationId }: Talk, help: () => Promise<void>): Promise<void> {
  const last = await phone.writes(`${phone.name} says goodbye`);
  const messages = await until(
    () => help().then(() => agent.messages(conversationId)),
    (all) => all.some(({ text }) => text === last.text) && !all.some(({ status }) => status === "queued"),
    PATIENCE,
    1_000,
  ).catch(() => {
    throw new Error("something is still queued");
  });
  await agent.reads(conversationId, messages.at(-1)!.seq);
  await phone.reads();
}

/** Does `work` for all, for so many at a time. */
async function inParallel<T>(all: T[], atOnce: number, work: (it: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Once agents have read all, its ticks are blue. */
function compareRead({ bubbles }: Sides): string[] {
  const unread = bubbles.filter(({ from, status }) => from === "customer" && status !== "read");
  return unread.length > 0 ? [`${unread.length} messages were read here and don't look so there`] : [];
}
