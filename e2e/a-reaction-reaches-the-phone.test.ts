import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Agent } from "./simulate/agent.ts";
import { Phones } from "./simulate/customer-phone.ts";
import { ANA, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { receiveWebhooks } from "./support/webhook-receiver.ts";

describe.skipIf(noBrowser)("an agent's reaction", () => {
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

  async function begin() {
    const { phone } = await newCustomer(phones);
    const { id } = await phone.writes("Thank you so much!");
    const { dashboard } = await signIn(browser);
    await dashboard.opens(phone.name);
    const bubble = dashboard.message("Thank you so much!");
    await bubble.waitFor();
    /** Waits until the phone shows this as ours, or (undefined) nothing. */
    const phoneShows = async (emoji: string | undefined) => {
      const read = async () => (await phone.bubbles()).find((it) => it.id === id)!.reactions.business;
      await until(read, (shown) => shown === emoji);
    };
    return { phone, dashboard, bubble, phoneShows, chip: bubble.locator(".reaction") };
  }

  test("comes to the customer's phone, to colleagues and to other systems, and goes again by a click", async () => {
    const { phone, dashboard, chip, phoneShows } = await begin();
    const elsewhere = await receiveWebhooks(await Agent.signIn(stack.urls, "boss@example.com"));
    const ana = (await signIn(browser, ANA)).dashboard;
    await ana.opens(phone.name);
    await dashboard.reacts("Thank you so much!", "❤️");
    await phoneShows("❤️");
    const theirs = ana.message("Thank you so much!").locator(".reaction", { hasText: "❤️" });
    await theirs.and(ana.page.locator("[title='Alex Moreau']")).waitFor();
    await until(
      async () => elsewhere.bodies.filter((body) => body.includes("message.updated")).join("\n"),
      (all) => all.includes('"emoji":"❤️"') && all.includes("Thank you so much!"),
    );
    // The next one takes its place, whoever of us makes it.
    await ana.reacts("Thank you so much!", "🙏");
    await phoneShows("🙏");
    await chip.getByText("🙏").waitFor();
    expect(await chip.count()).toBe(1);
    await chip.click();
    await phoneShows(undefined);
    await theirs.waitFor({ state: "detached" });
    expect(await chip.count()).toBe(0);
    await elsewhere.stop();
  });

  test("is made by the keyboard alone, with any emoji", async () => {
    const { dashboard, bubble, chip, phoneShows } = await begin();
    const { page } = dashboard;
    const button = bubble.getByRole("button", { name: "React", exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "React" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "React" }).waitFor({ state: "detached" });
    // Only the choice is closed, and the keyboard is where it was.
    await bubble.waitFor();
    expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await phoneShows("❤️");
    await button.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.getByPlaceholder("Search emoji").fill("unicorn");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await phoneShows("🦄");
    await chip.getByText("🦄").waitFor();
  });

  test("shows at once, goes again where the server can't be reached, and can be tried again", async () => {
    const { dashboard, chip, phoneShows } = await begin();
    const { page } = dashboard;
    const answered = Promise.withResolvers<void>();
    await page.route("**/reaction", async (route) => {
      await answered.promise;
      await route.abort();
    });
    await dashboard.reacts("Thank you so much!", "👍");
    await chip.getByText("👍").waitFor();
    answered.resolve();
    await chip.waitFor({ state: "detached" });
    const notice = page.locator(".notice");
    await notice.getByText("can’t be reached").waitFor();
    await page.unroute("**/reaction");
    await notice.getByRole("button", { name: "Try again" }).click();
    await phoneShows("👍");
    await chip.getByText("👍").waitFor();
  });

  test("that WhatsApp refuses says so on its bubble, and reaches the phone when it is tried again", async () => {
    const { dashboard, bubble, phoneShows } = await begin();
    await phones.setChaos({ error_code: 131026, error_share: 1 });
    await dashboard.reacts("Thank you so much!", "👍");
    const failure = bubble.locator(".message-failure");
    await failure.getByText("The customer doesn’t see 👍.").waitFor();
    await phoneShows(undefined);
    await phones.calm();
    await failure.getByRole("button", { name: "Try again" }).click();
    await phoneShows("👍");
    await failure.waitFor({ state: "detached" });
  });

  test("to a note stays among agents", async () => {
    const { phone, dashboard, phoneShows } = await begin();
    await dashboard.page.keyboard.press("Alt+n");
    await dashboard.sends("Pays late, always");
    const note = dashboard.message("Pays late, always");
    await note.getByRole("button", { name: "React", exact: true }).waitFor();
    await dashboard.reacts("Pays late, always", "😮");
    await dashboard.reacts("Thank you so much!", "🙏");
    const ana = (await signIn(browser, ANA)).dashboard;
    await ana.opens(phone.name);
    await ana.message("Pays late, always").locator(".reaction", { hasText: "😮" }).waitFor();
    // What was made before it would have left before it.
    await phoneShows("🙏");
    const left = (await phones.sends()).filter(
      ({ customer, type }) => customer === phone.id && type === "reaction",
    );
    expect(left).toHaveLength(1);
  });
});
