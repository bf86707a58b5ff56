import { showsAll } from "./measure-burst.ts";
import { type Cost, costOf, type Tab } from "./tab.ts";
import { post } from "./webhooks.ts";

export type Memory = { before: Cost; half: Cost; after: Cost };

const ROUNDS = 10;
const CUSTOMERS = Array.from({ length: 6 }, (_, index) => `Talking Customer ${index + 1}`);

/** 10,000 messages come into one tab, half of them into the open conversation; the others were open before. */
export async function measureMemory(
  tab: Tab,
  origin: string,
  heard: (events: number) => Promise<void>,
): Promise<Memory> {
  const { page } = tab;
  const greeted = heard(CUSTOMERS.length);
  await post(
    origin,
    CUSTOMERS.map((from) => ({ from, text: "Hello" })),
  );
  await greeted;
  for (const from of CUSTOMERS.toReversed()) {
    await page.getByTestId("conversation-row").filter({ hasText: from }).click();
    await page.getByTestId("message").filter({ hasText: "Hello" }).waitFor();
  }
  const before = await costOf(tab);
  let half = before;
  for (let round = 0; round < ROUNDS; round++) {
    const written = Array.from({ length: 1000 }, (_, index) => ({
      from: CUSTOMERS[index % 2 === 0 ? 0 : 1 + (Math.floor(index / 2) % 5)]!,
      text: `Message ${round * 1000 + index}, as long as people write when they have something to say.`,
    }));
    const all = heard(1000);
    await post(origin, written);
    await all;
    await showsAll(tab, written.slice(-2));
    if (round === ROUNDS / 2 - 1) half = await costOf(tab);
  }
  return { before, half, after: await costOf(tab) };
}
