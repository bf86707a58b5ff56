import { setTimeout as pause } from "node:timers/promises";
import { type Spread, spreadOf } from "./figures.ts";
import { type Arrival, postAndWatch } from "./probes.ts";
import type { Tab } from "./tab.ts";
import { post, signedWebhook } from "./webhooks.ts";

export type Arrivals = { sincePosted: Spread; sinceAccepted: Spread };
/** Messages before those that count: code is compiled, connections are open. */
const WARM_UP = 30;

/** A customer writes into the open conversation, `count` times, whenever the one before is on the screen. */
export async function measureArrival({ page }: Tab, origin: string, count: number): Promise<Arrivals> {
  const from = "Arriving Customer";
  await post(origin, [{ from, text: "Hello" }]);
  await page.getByTestId("conversation-row").filter({ hasText: from }).click();
  await page.getByTestId("message").first().waitFor();
  const arrivals: Arrival[] = [];
  for (let i = 0; i < WARM_UP + count; i++) {
    const text = `Message number ${i} of this measurement.`;
    const arrival = await page.evaluate(postAndWatch, { ...signedWebhook([{ from, text }]), text });
    if (i >= WARM_UP) arrivals.push(arrival);
    // Not in step with anything that happens by the clock.
    await pause(30 + Math.random() * 120);
  }
  return {
    sincePosted: spreadOf(arrivals.map((one) => one.sincePosted)),
    sinceAccepted: spreadOf(arrivals.map((one) => one.sinceAccepted)),
  };
}
