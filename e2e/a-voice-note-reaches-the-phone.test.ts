import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Phones } from "./simulate/customer-phone.ts";
import { openBrowser, signIn } from "./support/browser.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("a voice note", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser({ microphone: true });
  });
  afterAll(() => browser.close());

  test("is recorded, heard, sent, and comes to the customer's phone as phones record them", async () => {
    const { phone } = await newCustomer(new Phones(stack.urls.simulator));
    await phone.writes("Can you tell me how it works?");
    const { dashboard } = await signIn(browser);
    await dashboard.opens(phone.name);
    const { page } = dashboard;

    await page.getByTestId("composer-record").click();
    await page.getByRole("timer").getByText("0:01").waitFor();
    await page.getByTestId("voice-stop").click();
    const heard = page.getByTestId("voice-recorder").getByTestId("voice-note");
    const secondsOf = () => heard.getAttribute("data-seconds").then(Number);
    const seconds = await until(secondsOf, (length) => length > 0);
    expect(seconds).toBeGreaterThan(0.9);
    await page.getByTestId("voice-send").click();

    const [voice] = await until(
      async () => (await phone.bubbles()).filter(({ from }) => from === "business"),
      (bubbles) => bubbles.length === 1,
    );
    // WhatsApp, as the simulator plays it, looks into the file: Ogg, Opus, one channel.
    expect(voice).toMatchObject({ type: "audio", media: { mime_type: "audio/ogg", voice: true } });
    const bubble = page.getByTestId("message").last();
    await bubble.getByRole("button", { name: "Speed 1×" }).click();
    await bubble.getByRole("button", { name: "Speed 1.5×" }).waitFor();
    await bubble.getByRole("button", { name: "Play" }).click();
    await bubble.getByRole("button", { name: "Pause" }).waitFor();
  });
});
