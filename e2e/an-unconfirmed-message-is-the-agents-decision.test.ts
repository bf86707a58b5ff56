import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Chaos } from "../local/simulator/chaos.ts";
import { type CustomerPhone, Phones } from "./simulate/customer-phone.ts";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import type { Dashboard } from "./support/dashboard.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack, whatsApp } from "./support/stack.ts";
import { until } from "./support/until.ts";

const ACCOUNT = "108000000000001";
/** ms. Longer than a send may stay without a word, on a slow machine too. */
const PATIENT = { timeout: 60_000 };

describe.skipIf(noBrowser)("a message of which nobody knows whether it arrived", () => {
  let browser: Browser;
  let phones: Phones;
  beforeAll(async () => {
    browser = await openBrowser();
    phones = new Phones(stack.urls.simulator);
  });
  afterEach(async () => {
    await phones.calm();
    await closeTabs(browser);
  });
  afterAll(() => browser.close());

  async function customerWho(writes: string): Promise<CustomerPhone> {
    const { phone } = await newCustomer(phones);
    await phone.writes(writes);
    return phone;
  }
  /** How often the phone shows it. */
  const copies = async (phone: CustomerPhone, text: string) =>
    (await phone.bubbles()).filter((it) => it.from === "business" && it.text === text).length;
  /** The attempts that WhatsApp took, as their numbers. */
  const attempts = async (text: string) =>
    (await phones.sends()).filter((it) => it.text === text).map(({ opaque }) => opaque?.split("/").at(-1));

  const shows = (dashboard: Dashboard, text: string, status: string) =>
    dashboard
      .message(text)
      .and(dashboard.page.locator(`[data-status="${status}"]`))
      .waitFor(PATIENT);

  /** Has the agent asked, who says so. */
  async function answersTheQuestion(dashboard: Dashboard, text: string, says: string): Promise<void> {
    const failure = dashboard.message(text).locator(".message-failure");
    await failure.getByText("Nobody knows whether this arrived").waitFor();
    await failure.getByRole("button", { name: "Send again" }).click();
    const question = dashboard.page.getByRole("dialog", { name: "Send it again?" });
    await question.getByText("the customer may get it twice").waitFor();
    await question.getByRole("button", { name: says }).click();
    await question.waitFor({ state: "detached" });
  }

  test("waits until the agent says yes, then leaves as a new attempt, and its ticks follow", async () => {
    const text = "The lamp costs 80 euros";
    const phone = await customerWho("How much is the lamp?");
    const { dashboard } = await signIn(browser);
    await dashboard.opens(phone.name);
    await phones.setChaos({ lose_request: 1 });
    await dashboard.sends(text);
    await shows(dashboard, text, "unconfirmed");
    await dashboard.message(text).getByRole("img", { name: "Not confirmed" }).waitFor();
    await phones.calm();
    await answersTheQuestion(dashboard, text, "Leave it");
    expect(await attempts(text)).toEqual([]);
    await shows(dashboard, text, "unconfirmed");

    await answersTheQuestion(dashboard, text, "Send again");
    await shows(dashboard, text, "delivered");
    const hand = await (await browser.newContext()).newPage();
    await hand.goto(`${stack.urls.simulator}/#${ACCOUNT}/${phone.id}`);
    await hand.locator(".bubble-theirs", { hasText: text }).waitFor();
    await shows(dashboard, text, "read");
    await dashboard.message(text).locator(".message-failure").waitFor({ state: "detached" });
    expect(await attempts(text)).toEqual(["2"]);
    expect(await copies(phone, text)).toBe(1);
  });

  test("is settled by a late status without the agent, and comes twice only where the agent said so", async () => {
    const left = await customerWho("Are you open today?");
    const repeated = await customerWho("Are you open tomorrow?");
    const { dashboard } = await signIn(browser);
    await phones.setChaos({ lose_answer: 1, seed: seedOfLateStatuses([left, repeated]) });
    const sends = async (phone: CustomerPhone, text: string, delay: number) => {
      await phones.setChaos({ delay });
      await dashboard.opens(phone.name);
      await dashboard.sends(text);
      await until(
        () => copies(phone, text),
        (count) => count === 1,
      );
    };
    // Of the one nothing will be told before this test is over, of the other when WhatsApp is back.
    await sends(repeated, "Tomorrow until eight", 600_000);
    await sends(left, "Today until six", 12_000);
    await whatsApp.goesDown();
    try {
      await shows(dashboard, "Today until six", "unconfirmed");
      await dashboard.opens(repeated.name);
      await shows(dashboard, "Tomorrow until eight", "unconfirmed");
    } finally {
      await whatsApp.comesBack();
    }
    await phones.calm();
    await answersTheQuestion(dashboard, "Tomorrow until eight", "Send again");
    await shows(dashboard, "Tomorrow until eight", "delivered");
    await dashboard.opens(left.name);
    await shows(dashboard, "Today until six", "delivered");
    await dashboard.message("Today until six").locator(".message-failure").waitFor({ state: "detached" });

    expect(await attempts("Today until six")).toEqual(["1"]);
    expect(await copies(left, "Today until six")).toBe(1);
    expect(await attempts("Tomorrow until eight")).toEqual(["1", "2"]);
    expect(await copies(repeated, "Tomorrow until eight")).toBe(2);
    await dashboard.opens(repeated.name);
    await dashboard.shows("Tomorrow until eight");
    expect(await dashboard.message("Tomorrow until eight").count()).toBe(1);
  });
});

/** With it the two statuses of each chat's next message come late by more than half of the `delay`. */
function seedOfLateStatuses(customers: CustomerPhone[]): number {
  const isLate = (seed: number) => {
    const chaos = new Chaos({ seed });
    const delays = customers.flatMap(({ id }) => [1, 2].map(() => chaos.random(`delay ${ACCOUNT}/${id}`)));
    return delays.every((share) => share > 0.5);
  };
  let seed = 1;
  while (!isLate(seed)) seed++;
  return seed;
}
