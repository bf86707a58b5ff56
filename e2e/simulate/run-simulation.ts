import type { Message } from "@live-chat/contract/message.ts";
import type { ChaosSettings } from "../../local/simulator/chaos-settings.ts";
import { startStack } from "../../local/start-stack.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { Agent } from "./agent.ts";
import { Phones } from "./customer-phone.ts";
import { StatusRecord } from "./status-record.ts";
import { beginTalk, type Talk, talk } from "./talk.ts";
import { untilSidesAgree } from "./until-sides-agree.ts";

export type SimulationOptions = {
  messages: number;
  seed: number;
  /** Customers who write at the same time. */
  customers: number;
  report: (line: string) => void;
};

/** Everything at once that can go wrong on the way, but for what is final. */
const CHAOS: Partial<ChaosSettings> = {
  ...{ duplicate: 0.3, shuffle: true, batch: true, delay: 1_000, drop_delivered: 0.2 },
  ...{ lose_answer: 0.05, lose_request: 0.01, error_code: 131000, error_share: 0.02 },
};
/** Messages in one conversation before a customer begins with another number, as phones show 500 bubbles. */
const LONGEST = 100;
/** What was lost is asked about after a minute; waits grow with each failure in a row. In ms. */
const PATIENCE = 240_000;

/** Customers and agents talk through a whole stack while everything goes wrong; then both sides are compared. */
export async function runSimulation({ messages, seed, customers, report }: SimulationOptions) {
  const stack = await startStack({ log: () => {} });
  try {
    const phones = new Phones(stack.urls.simulator);
    const agent = await Agent.signIn(stack.urls);
    const record = await StatusRecord.open(stack.urls.gateway, agent.token);
    const began = performance.now();
    await phones.setChaos({ ...CHAOS, seed });
    const talks: Talk[] = [];
    let left = messages;

    const customer = async (nth: number) => {
      const random = seededRandom(seed + nth);
      while (left > 0) {
        const count = Math.min(LONGEST, left);
        left -= count;
        const number = 10_000_000 + talks.length + nth * 100_000;
        const begun = await beginTalk(agent, await phones.add(`Customer ${number}`, `4915${number}`));
        talks.push(begun);
        await talk(agent, begun, count - 1, random);
        report(`${begun.phone.name} has written and read; ${left} messages to begin`);
      }
    };
    await Promise.all(Array.from({ length: customers }, (_, nth) => customer(nth)));
    const written = performance.now();
    await phones.calm();
    report("all is written; waiting until both sides agree");

    const wrong: string[] = [];
    const all: Message[] = [];
    for (const it of talks) {
      const seen = await untilSidesAgree(agent, phones, it, PATIENCE).catch((error: Error) => {
        wrong.push(`${it.phone.name}: ${error.message}`);
        return [];
      });
      all.push(...seen);
    }
    const sends = await phones.sends();
    record.stop();
    return {
      seed,
      conversations: talks.length,
      messages: all.length,
      seconds_writing: Math.round((written - began) / 1000),
      seconds_until_agreed: Math.round((performance.now() - written) / 1000),
      statuses: countBy(all.map(({ status, type }) => (type === "note" ? "note" : status))),
      sends: sends.length,
      sent_twice: sends.length - new Set(sends.map(({ opaque }) => opaque)).size,
      steps_back: record.wrong,
      differences: wrong,
    };
  } finally {
    await stack.stop();
  }
}

function countBy(names: string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (it) => it)].map(([name, all]) => [name, all.length]));
}
