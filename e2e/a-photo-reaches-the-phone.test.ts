import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Phones } from "./simulate/customer-phone.ts";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { newCustomer } from "./support/new-customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("a photo that an agent sends", () => {
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
    await phone.writes("Which lamp is it?");
    const { dashboard } = await signIn(browser);
    await dashboard.opens(phone.name);
    const received = (count: number) =>
      until(
        async () => (await phone.bubbles()).filter(({ from }) => from === "business"),
        (bubbles) => bubbles.length >= count,
      );
    return { phone, dashboard, received };
  }

  test("is pasted, shown at once from here, and comes to the customer's phone with its caption", async () => {
    const { phone, dashboard, received } = await begin();
    const { page } = dashboard;
    await paste(page, "lamp.png", "image/png");
    await page.getByTestId("tray-file").getByText("lamp.png").waitFor();
    await dashboard.sends("This one");
    const shown = dashboard.message("This one").locator(".media-photo img");
    expect(await shown.getAttribute("src")).toMatch(/^blob:/);
    const [photo] = await received(1);
    expect(photo).toMatchObject({ type: "image", text: "This one", media: { mime_type: "image/png" } });
    expect(await phone.digest(photo!.media!.id)).toBe(await digestOf(page));
  });

  test("waits through a broken connection and a reload, and arrives once, before what was written after it", async () => {
    const { dashboard, received } = await begin();
    const { page } = dashboard;
    await page.route("**/api/live-chat/uploads*", (route) => route.abort());
    await paste(page, "lamp.png", "image/png");
    await page.getByTestId("tray-file").waitFor();
    await dashboard.sends("Look at this one");
    await dashboard.shows("Look at this one");
    await dashboard.sends("Do you like it?");
    await dashboard.reloads();
    await dashboard.message("Look at this one").locator(".media-photo img").waitFor();
    await page.unroute("**/api/live-chat/uploads*");
    const bubbles = await received(2);
    expect(bubbles.map(({ type, text }) => [type, text])).toEqual([
      ["image", "Look at this one"],
      ["text", "Do you like it?"],
    ]);
    await dashboard.settledThread(3);
    expect(await received(2)).toHaveLength(2);
  });

  test("is refused before it is sent where the channel wouldn't take it, with the reason", async () => {
    const { dashboard } = await begin();
    const { page } = dashboard;
    await page.getByTestId("composer-files").setInputFiles([
      { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(10_000_001) },
      { name: "tools.zip", mimeType: "application/zip", buffer: Buffer.from("PK") },
    ]);
    await page.getByTestId("tray-file").getByText("at most 10 MB").waitFor();
    await page.getByTestId("tray-file").getByText("doesn’t take this type").waitFor();
    expect(await page.getByTestId("composer-send").isDisabled()).toBe(true);
    for (const name of ["film.mp4", "tools.zip"])
      await page.getByRole("button", { name: `Remove ${name}` }).click();
    expect(await page.getByTestId("tray-file").count()).toBe(0);
  });
});

const PHOTO = "photoForTheTest";

/** Pastes a freshly drawn photo into the composer, as from a clipboard. */
async function paste(page: Page, name: string, type: string): Promise<void> {
  await page.getByTestId("composer-input").evaluate(
    async (field, [fileName, fileType, place]) => {
      const canvas = new OffscreenCanvas(320, 240);
      const context = canvas.getContext("2d")!;
      context.fillStyle = "orange";
      context.fillRect(40, 40, 200, 120);
      const photo = new File([await canvas.convertToBlob({ type: fileType! })], fileName!, {
        type: fileType!,
      });
      Object.assign(globalThis, { [place!]: photo });
      const clipboardData = new DataTransfer();
      clipboardData.items.add(photo);
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    [name, type, PHOTO],
  );
}

/** SHA-256 of the photo that was pasted last. */
function digestOf(page: Page): Promise<string> {
  return page.evaluate(async (place) => {
    const photo = (globalThis as unknown as Record<string, File>)[place]!;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await photo.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }, PHOTO);
}
