import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BOSS, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { SettingsPage } from "./support/settings-page.ts";
import { noBrowser } from "./support/stack.ts";
import { until } from "./support/until.ts";

type Told = { id: string; signature: string; signed: string; body: string };

/** Another system: `told` is what came to it, `status` what it answers. */
class OtherSystem {
  readonly told: Told[] = [];
  status = 204;
  #server: Server = createServer(async (request, response) => {
    const body = await text(request);
    const header = (name: string) => String(request.headers[`webhook-${name}`]);
    const signed = `${header("id")}.${header("timestamp")}.${body}`;
    this.told.push({ id: header("id"), signature: header("signature"), signed, body });
    response.writeHead(this.status).end();
  });

  async opens(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks`;
  }
  async closes(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What it was told about somebody, once that was `times` times. */
  about(customer: Customer, times: number): Promise<Told[]> {
    return until(
      async () => this.told.filter(({ body }) => body.includes(customer.name)),
      (told) => told.length === times,
    );
  }
}

function isSigned({ signature, signed }: Told, secret: string): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return signature === `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}

describe.skipIf(noBrowser)("other systems are told what happens", () => {
  let browser: Browser;
  const crm = new OtherSystem();
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(async () => {
    await browser.close();
    await crm.closes();
  });

  test("an admin adds an address, sees what was delivered there, replays it, and takes it away", async () => {
    const { dashboard } = await signIn(browser, BOSS);
    const { page } = dashboard;
    const settings = new SettingsPage(page);
    await settings.opens("webhooks");
    await settings.begins("New address");
    await settings.fills("Address", await crm.opens());
    await settings.fills("Name", "Our CRM");
    for (const event of ["New messages", "Changed messages", "Changed conversations"])
      await page.locator("dialog").getByRole("checkbox", { name: event }).uncheck();
    const secret = await settings.makesSecret("Create");
    const address = settings.record("Our CRM");
    await address.getByText("Active").waitFor();

    const customer = new Customer();
    await customer.writes("Do you deliver?");
    const [first] = await crm.about(customer, 1);
    expect(isSigned(first!, secret)).toBe(true);
    await address.getByRole("button", { name: "Deliveries" }).click();
    const delivery = address.locator(".delivery");
    await delivery.filter({ hasText: "1 attempt" }).getByText("204 in").waitFor();
    await delivery.filter({ hasText: "Delivered" }).getByRole("button", { name: "Replay" }).click();
    const [, again] = await crm.about(customer, 2);
    expect([again!.id, again!.body]).toEqual([first!.id, first!.body]);
    expect(isSigned(again!, secret)).toBe(true);
    await delivery.filter({ hasText: "2 attempts" }).getByText("Delivered").waitFor();

    await address.getByRole("button", { name: "Change Our CRM" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await settings.confirms("Delete");
    await address.waitFor({ state: "detached" });
  });

  test("what was refused is shown with its answer, and arrives as soon as the other side is well", async () => {
    const { dashboard } = await signIn(browser, BOSS);
    const { page } = dashboard;
    const settings = new SettingsPage(page);
    const shop = new OtherSystem();
    shop.status = 503;
    await settings.opens("webhooks");
    await settings.begins("New address");
    await settings.fills("Address", await shop.opens());
    await settings.fills("Name", "Our shop");
    for (const event of ["New messages", "Changed messages", "Changed conversations"])
      await page.locator("dialog").getByRole("checkbox", { name: event }).uncheck();
    await settings.makesSecret("Create");
    const customer = new Customer();
    await customer.writes("Anybody there?");
    await shop.about(customer, 1);
    shop.status = 204;
    const address = settings.record("Our shop");
    await address.getByRole("button", { name: "Deliveries" }).click();
    const delivery = address.locator(".delivery");
    await delivery.getByText("503 in").waitFor();
    await delivery.getByText("Under way").waitFor();
    expect(await delivery.getByRole("button", { name: "Replay" }).count()).toBe(0);
    // The page follows it by itself.
    await delivery.filter({ hasText: "2 attempts" }).getByText("Delivered").waitFor();
    const [refused, taken] = await shop.about(customer, 2);
    expect(taken!.id).toBe(refused!.id);
    await shop.closes();

    await address.getByRole("button", { name: "Change Our shop" }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    await address.getByText("An admin paused it.").waitFor();
    expect(await delivery.getByRole("button", { name: "Replay" }).count()).toBe(0);
  });
});
