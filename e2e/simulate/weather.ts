import type { ChaosSettings } from "../../local/simulator/chaos-settings.ts";
import { ERRORS } from "../../local/simulator/graph/error-codes.ts";
import type { Stack } from "../../local/start-stack.ts";
import { until } from "../support/until.ts";
import type { Agent } from "./agent.ts";
import type { Phones } from "./customer-phone.ts";

/** What goes wrong all the time. */
const ALWAYS: Partial<ChaosSettings> = {
  ...{ duplicate: 0.3, shuffle: true, batch: true, delay: 1_000, drop_delivered: 0.2 },
  ...{ lose_answer: 0.04, lose_request: 0.01, no_answer: 0.002, slow: 100 },
};
const AGAIN: Partial<ChaosSettings> = {
  ...{ error_code: null, error_share: 0.1, error_by: "answer", rate_limit: null, slow: 100 },
  ...{ window_closed: false, refuse_token: false },
};

type Places = { stack: Stack; phones: Phones };

/** What also goes wrong during one stretch of a simulation. */
type Spell = {
  name: string;
  chaos?: Partial<ChaosSettings>;
  happens?: (places: Places) => Promise<void>;
};

const CODES = Object.keys(ERRORS).map(Number);

const killWhatsApp: Spell = {
  name: "WhatsApp is killed with sends in hand, and while it tells of statuses",
  chaos: { slow: 5_000 },
  happens: async ({ stack, phones }) => {
    for (const when of ["before", "after", "telling"] as const) {
      const { cut } = await phones.inHand();
      // On a busy machine the order comes late, and each miss cuts what others are told.
      for (let tries = 0; tries < 4; tries++) {
        await until(
          () => phones.inHand(),
          ({ now }) => now[when] > 0,
          10_000,
        ).catch(() => {});
        await phones.putAside(async () => {
          await stack.simulator.goDown();
          await stack.simulator.comeBack();
        });
        if ((await phones.inHand()).cut[when] > cut[when]) break;
      }
    }
  },
};
const loseWhatsApp: Spell = {
  name: "WhatsApp is gone for seconds",
  happens: async ({ stack, phones }) => {
    await phones.putAside(async () => {
      await stack.simulator.goDown();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await stack.simulator.comeBack();
    });
  },
};
const OTHERS: Spell[] = [
  killWhatsApp,
  { name: "all windows are closed", chaos: { window_closed: true } },
  { name: "the gateway restarts", happens: ({ stack }) => stack.gateway.restart() },
  { name: "the token has expired", chaos: { refuse_token: true } },
  loseWhatsApp,
  { name: "three sends a second", chaos: { rate_limit: 3 } },
  killWhatsApp,
  {
    name: "the gateway is killed",
    happens: async ({ stack }) => {
      await stack.gateway.kill();
      await stack.gateway.start();
    },
  },
];

/** Every documented code, as the answer and as a later status, and everything else between them. */
export function spells(): Spell[] {
  const all: Spell[] = [];
  for (const [i, error_code] of CODES.entries()) {
    all.push({ name: `${error_code} is answered`, chaos: { error_code } });
    all.push({ name: `${error_code} is told later`, chaos: { error_code, error_by: "status" } });
    const other = OTHERS[Math.floor(i / 5)];
    if (i % 5 === 0 && other) all.push(other);
  }
  return all;
}

/**
 * Lets one spell follow the other as `progress` goes from 0 to 1. Whatever stopped a channel, an admin mends. Resolves
 * after the last spell, when nothing goes wrong any more.
 */
export async function changeWeather(
  places: Places,
  {
    admin,
    seed,
    progress,
    report,
  }: {
    admin: Agent;
    seed: number;
    progress: () => number;
    report: (line: string) => void;
  },
): Promise<void> {
  const { phones } = places;
  await phones.setChaos({ ...ALWAYS, ...AGAIN, seed });
  const all = spells();
  for (const [i, { name, chaos, happens }] of all.entries()) {
    await until(
      async () => progress(),
      (it) => it >= i / all.length,
      Number.POSITIVE_INFINITY,
      200,
    );
    await phones.setChaos({ ...ALWAYS, ...AGAIN, ...chaos });
    if (happens) report(name);
    await happens?.(places);
    await admin.resumesChannels();
  }
  await until(
    async () => progress(),
    (it) => it >= 1,
    Number.POSITIVE_INFINITY,
    200,
  );
  await phones.calm();
}
