import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import { anotherTab, closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { Customer } from "./support/customer.ts";
import { noBrowser, stack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.skipIf(noBrowser)("desktop notifications", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => closeTabs(browser));
  afterAll(() => browser.close());

  const shown = (page: Page) =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
    });

  test("one per conversation and browser, none for what the agent looks at; a click opens it, reading it ends it", async () => {
    const { context, dashboard } = await signIn(browser);
    await context.grantPermissions(["notifications"], { origin: new URL(stack.urls.dashboard).origin });
    await dashboard.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await dashboard.page.evaluate(() => localStorage.setItem("live-chat:notices", "silent"));
    await dashboard.reloads();
    await anotherTab(context);
    const [here, there] = [new Customer(), new Customer()];
    await here.writes("I am here");
    await dashboard.opens(here.name);
    await dashboard.shows("I am here");
    await here.writes("still here");
    await there.writes("Hello?");
    await there.writes("Anybody?");

    const told = `${there.name} (2 new): Anybody?`;
    await until(
      () => shown(dashboard.page),
      (notices) => notices.length === 1 && notices[0] === told,
    );
    await until(
      () => dashboard.page.title(),
      (title) => /^\(\d+\) /.test(title),
    );

    const worker = context.serviceWorkers()[0]!;
    await worker.evaluate(clickNotice, there.name);
    const pages = context.pages();
    await until(
      () =>
        Promise.all(pages.map((page) => page.getByTestId("message").filter({ hasText: "Anybody?" }).count())),
      (counts) => counts.some((count) => count === 1),
    );
    await until(
      () => shown(dashboard.page),
      (notices) => notices.every((notice) => !notice.startsWith(there.name)),
    );
  });
});

/** What the browser does when somebody clicks a notification: there is no hand for it here. */
async function clickNotice(name: string): Promise<void> {
  const worker = globalThis as unknown as { registration: ServiceWorkerRegistration };
  const notices = await worker.registration.getNotifications();
  const notification = notices.find(({ title }) => title.startsWith(name));
  const { NotificationEvent } = globalThis as unknown as {
    NotificationEvent: new (name: string, init: { notification?: Notification }) => Event;
  };
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}
