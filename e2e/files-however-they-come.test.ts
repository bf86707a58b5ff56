import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Phones } from "./simulate/customer-phone.ts";
import { AGENT, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("files", () => {
  let browser: Browser;
  let phones: Phones;
  beforeAll(async () => {
    browser = await openBrowser();
    phones = new Phones(stack.urls.simulator);
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  async function begin() {
    const { phone } = await newCustomer(phones);
    await phone.writes("Can you send it to me?");
    const { context, dashboard } = await signIn(browser);
    await dashboard.opens(phone.name);
    await dashboard.shows("Can you send it to me?");
    return { phone, context, dashboard, page: dashboard.page };
  }

  test("dropped on the thread wait beside the composer, those that can't be sent with the reason", async () => {
    const { phone, dashboard, page } = await begin();
    await drag(page, "dragenter");
    await page.getByText(`Drop to send to ${phone.name}`).waitFor();
    await drag(page, "dragleave");
    await page.getByText(`Drop to send to ${phone.name}`).waitFor({ state: "hidden" });
    await drag(page, "dragenter");
    await drag(page, "drop");
    await page.getByText(`Drop to send to ${phone.name}`).waitFor({ state: "hidden" });
    const wrong = page.getByTestId("tray-file").filter({ hasText: "setup.exe" });
    await wrong.getByText("This channel doesn’t take this type").waitFor();
    expect(await page.getByTestId("composer-send").isDisabled()).toBe(true);
    await wrong.getByRole("button", { name: "Remove setup.exe" }).click();
    await dashboard.sends("The list");
    const bubbles = await until(
      () => phone.bubbles(),
      (all) => all.length === 2,
    );
    expect(bubbles[1]).toMatchObject({ type: "document", text: "The list" });
  });

  test("too large as a photo are made smaller before they leave", async () => {
    const { phone, dashboard, page } = await begin();
    await page.getByTestId("composer-files").setInputFiles({
      name: "poster.bmp",
      mimeType: "image/bmp",
      buffer: bitmap(3000, 900),
    });
    await page.getByTestId("tray-file").getByText("poster.jpg").waitFor();
    await dashboard.sends("Our poster");
    const bubbles = await until(
      () => phone.bubbles(),
      (all) => all.length === 2,
    );
    expect(bubbles[1]).toMatchObject({ type: "image", media: { mime_type: "image/jpeg" } });
    const photo = dashboard.message("Our poster").locator(".media-photo img");
    const width = () => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth);
    expect(await until(width, (pixels) => pixels > 0)).toBe(2560);
  });

  test("under way are taken back: they leave neither now nor later, and what follows does", async () => {
    const { phone, dashboard, page } = await begin();
    let began = () => {};
    const underWay = new Promise<void>((resolve) => {
      began = resolve;
    });
    await page.route("**/api/live-chat/uploads*", () => began());
    await page.getByTestId("composer-files").setInputFiles({
      name: "contract.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.4\n%%EOF"),
    });
    await dashboard.sends("The wrong contract");
    await underWay;
    await dashboard.message("The wrong contract").getByRole("button", { name: "Cancel and delete" }).click();
    await dashboard.message("The wrong contract").waitFor({ state: "detached" });
    await page.unroute("**/api/live-chat/uploads*");
    await dashboard.sends("One moment, please");
    await dashboard.settledThread(2);
    await dashboard.reloads();
    await dashboard.settledThread(2);
    expect((await phone.bubbles()).map(({ text }) => text)).toEqual([
      "Can you send it to me?",
      "One moment, please",
    ]);
  });

  test("of a voice need a microphone: without one the reason is said, and writing goes on", async () => {
    const { phone } = await newCustomer(phones);
    await phone.writes("Call me");
    const { dashboard } = await signIn(browser, AGENT, { permissions: [] });
    const { page } = dashboard;
    await dashboard.opens(phone.name);
    await page.getByTestId("composer-record").click();
    await page
      .getByRole("alert")
      .filter({ hasText: /microphone/ })
      .waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByTestId("composer-input").waitFor();
    await page.keyboard.type("I would rather write");
    await page.keyboard.press("Enter");
    await dashboard.shows("I would rather write");
  });
});

/** As a hand does it that holds a text file and a program. */
async function drag(page: Page, what: "dragenter" | "dragleave" | "drop"): Promise<void> {
  await page.locator(".message-list").evaluate((list, name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["1,2,3"], "list.txt", { type: "text/plain" }));
    dataTransfer.items.add(new File(["MZ"], "setup.exe", { type: "application/x-msdownload" }));
    list.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
  }, what);
}

/** A black photo of that many pixels, as BMP, which WhatsApp doesn't take. */
function bitmap(width: number, height: number): Buffer {
  const header = 54;
  const file = Buffer.alloc(header + width * height * 3);
  file.write("BM");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(header, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}
