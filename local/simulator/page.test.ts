import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../testing/find-chromium.ts";
import { SHOP, startStand, type TestStand } from "./testing/simulator-for-tests.ts";

const executablePath = findChromium();
let stand: TestStand;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  if (!executablePath) return;
  stand = await startStand();
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(stand.simulator.url);
});
afterAll(async () => {
  await browser?.close();
  await stand?.stop();
});

test.skipIf(!executablePath)(
  "a customer writes, reads, reacts, edits and takes back on the page",
  async () => {
    const { phone } = stand.simulator;
    const maya = phone.chat("maya");
    const composer = page.getByRole("textbox", { name: "Message" });
    const bubble = (text: string) => page.locator(".bubble", { hasText: text });
    const act = async (text: string, action: string) => {
      await bubble(text).hover();
      await bubble(text).getByLabel("Message actions").click();
      await bubble(text).getByRole("button", { name: action }).click();
    };

    await composer.fill("Is it ready?");
    await composer.press("Enter");
    await bubble("Is it ready?").getByRole("img", { name: "delivered" }).waitFor();

    await stand.send({ type: "text", text: { body: "<b>Yes</b>, it is" } });
    await bubble("<b>Yes</b>, it is").waitFor();
    expect(await maya.until((it) => it.from === "business")).toMatchObject({ status: "read" });
    await act("<b>Yes</b>", "React with 👍");
    await page.locator(".reactions", { hasText: "👍" }).waitFor();

    await act("Is it ready?", "Edit");
    await composer.fill("Are they ready?");
    await composer.press("Enter");
    await bubble("edited").waitFor();
    await act("Are they ready?", "Delete for everyone");
    await bubble("You deleted this message").waitFor();

    await page.getByLabel("Attach").click();
    await page.getByLabel("Send the photo package").click();
    await page.locator(".bubble img").waitFor();
    // Here nobody gives it a microphone: the built-in voice message goes out.
    await page.getByLabel("Record a voice message").click();
    await page.locator(".bubble .voice").waitFor();

    await stand.simulator.idle();
    const came = stand.messages().map((it) => it.type);
    expect(came.sort()).toEqual(["audio", "edit", "image", "reaction", "revoke", "text"]);
    expect(stand.statuses().map((it) => it.status)).toEqual(["sent", "read"]);
    expect(faults).toEqual([]);
  },
);

test.skipIf(!executablePath)("what comes for others is counted, and chaos can be set", async () => {
  await stand.send(
    { to: "15550142002", type: "text", text: { body: "For Tomás: https://example.com/lamp." } },
    SHOP,
  );
  const tomas = page.locator(".customer", { hasText: "Tomás" });
  await tomas.locator(".customer-unseen", { hasText: "1" }).waitFor();
  await tomas.click();
  const link = page.locator(".bubble", { hasText: "For Tomás" }).getByRole("link");
  expect(await link.getAttribute("href")).toBe("https://example.com/lamp");
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
  await page.getByLabel("Webhooks out of order").check();
  await page.getByLabel("Webhooks come twice").fill("0.5");
  await expect.poll(() => stand.simulator.chaos.settings).toMatchObject({ shuffle: true, duplicate: 0.5 });
  await page.getByRole("button", { name: "Calm down" }).click();
  await expect.poll(() => stand.simulator.chaos.settings).toMatchObject({ shuffle: false, duplicate: 0 });
});
