import type { Page } from "playwright-core";
import { everyKindOfMessage } from "./every-kind-of-message.ts";

/** What an agent can have on the screen. `go` leads there, `leave` back to the open conversation. */
export type DashboardState = {
  name: string;
  go: (page: Page) => Promise<unknown>;
  leave?: (page: Page) => Promise<unknown>;
};

const leaveByEscape = (page: Page) => page.keyboard.press("Escape");
const MESSAGES = "**/api/live-chat/conversations/*/messages?*";
const LIST = "**/api/live-chat/conversations?*";
const CANNED = "**/api/live-chat/canned-answers";
const SETTINGS = "**/api/live-chat/settings";
const SEARCH = "**/api/live-chat/search?*";
const TEMPLATES = "**/api/live-chat/conversations/*/templates";
const CHANGE = "**/api/live-chat/conversations/*";
const unavailable = { status: 503, json: { code: "unavailable" } };

/** Every state of a signed-in dashboard that has `customer` in its list. */
export function dashboardStates(customer: string): DashboardState[] {
  const row = (page: Page) => page.getByTestId("conversation-row").filter({ hasText: customer });
  const filter = (page: Page, place: number) => page.locator(".chip").nth(place).click();
  const search = (page: Page) => page.locator(".search-field input");
  const menu = (place: string) => (page: Page) => page.locator(`${place} .menu-button`).first().click();
  return [
    { name: "the list", go: (page) => row(page).waitFor() },
    {
      name: "an empty list",
      go: async (page) => {
        await page.route(LIST, (route) =>
          route.fulfill({ json: { conversations: [], total: 0, next_cursor: null } }),
        );
        await filter(page, 5);
        await page.locator(".empty-state").first().waitFor();
      },
      leave: (page) => page.unroute(LIST),
    },
    {
      name: "a list that could not be loaded",
      go: async (page) => {
        await page.route(LIST, (route) => route.fulfill(unavailable));
        await filter(page, 4);
        await page
          .getByRole("button", { name: /again|مجدد|أخرى/ })
          .first()
          .waitFor();
      },
      leave: async (page) => {
        await page.unroute(LIST);
        await filter(page, 0);
        await row(page).waitFor();
      },
    },
    {
      name: "search results",
      go: async (page) => {
        await search(page).fill(customer);
        await page.locator(".search-heading").first().waitFor();
      },
    },
    {
      name: "a search without results",
      go: async (page) => {
        await search(page).fill("zzzz");
        await page.locator(".empty-state").first().waitFor();
      },
    },
    {
      name: "a search that failed",
      go: async (page) => {
        await page.route(SEARCH, (route) => route.fulfill(unavailable));
        await search(page).fill(customer.slice(0, 8));
        await page.locator(".list-failure").waitFor();
      },
      leave: async (page) => {
        await page.unroute(SEARCH);
        await search(page).fill("");
        await row(page).waitFor();
      },
    },
    { name: "the account's menu", go: menu(".list-header-top"), leave: leaveByEscape },
    {
      name: "the labels to filter by",
      go: async (page) => {
        const settings = { labels: [{ name: "vip", color: "pink" }], mark_read_on_channel: true };
        await page.route(SETTINGS, (route) => route.fulfill({ json: { settings } }));
        await page.reload();
        await menu(".label-filter")(page);
      },
      leave: async (page) => {
        await page.keyboard.press("Escape");
        await page.unroute(SETTINGS);
      },
    },
    {
      name: "a conversation with a new number",
      go: async (page) => {
        await page.keyboard.press("Alt+c");
        await page.locator("dialog[open] input").first().waitFor();
      },
      leave: leaveByEscape,
    },
    {
      name: "a thread that could not be loaded",
      go: async (page) => {
        await page.route(MESSAGES, (route) => route.fulfill(unavailable));
        await row(page).click();
        await page.locator(".thread .empty-state").waitFor();
      },
      leave: async (page) => {
        await page.unroute(MESSAGES);
        await page.evaluate("window.location.hash = ''");
        await row(page).waitFor();
      },
    },
    {
      name: "a thread with every kind of message, from its beginning",
      go: async (page) => {
        const id = (await row(page).getAttribute("data-conversation-id"))!;
        const messages = everyKindOfMessage(id);
        await page.route(MESSAGES, (route) => route.fulfill({ json: { messages, has_more: false } }));
        await row(page).click();
        await page.locator('[data-seq="1"]').waitFor();
        await page.locator(".jump-to-end").waitFor();
      },
    },
    {
      name: "the same thread's end",
      go: async (page) => {
        await page.locator(".jump-to-end").click();
        await page.locator('[data-seq="27"]').waitFor();
      },
    },
    {
      name: "a message that may have arrived, to be sent again",
      go: async (page) => {
        await page.locator('[data-status="unconfirmed"] .text-button').first().click();
        await page.locator("dialog[open]").waitFor();
      },
      leave: async (page) => {
        await page.keyboard.press("Escape");
        await page.locator(".message-list").evaluate((list) => list.scrollTo(0, 0));
        await page.locator('[data-seq="1"]').waitFor();
      },
    },
    {
      name: "a photo, enlarged",
      go: async (page) => {
        await page.locator("button.media-photo").first().click();
        await page.locator("dialog[open]").waitFor();
      },
      leave: leaveByEscape,
    },
    {
      name: "answering a message",
      go: async (page) => {
        await page.locator('[data-seq="1"]').hover();
        await page.locator('[data-seq="1"] .bubble-action').first().click();
        await page.locator(".composer .reply-quote").waitFor();
      },
    },
    {
      name: "choosing a reaction",
      go: async (page) => {
        await page.locator('[data-seq="1"]').hover();
        await page.locator('[data-seq="1"] .bubble-action[aria-haspopup]').click();
        await page.locator(".reaction-picker").waitFor();
      },
      leave: (page) => page.keyboard.press("Escape"),
    },
    {
      name: "writing",
      go: (page) => page.getByTestId("composer-input").fill("A draft\nof two lines"),
      leave: (page) => page.getByTestId("composer-input").fill(""),
    },
    {
      name: "writing a note",
      go: (page) => page.keyboard.press("Alt+n"),
      leave: (page) => page.keyboard.press("Alt+n"),
    },
    {
      name: "the emoji picker",
      go: async (page) => {
        await page.locator(".composer-emoji button, button.composer-emoji").first().click();
        await page.locator(".emoji-picker").waitFor();
      },
      leave: (page) => page.locator(".emoji-picker input").press("Escape"),
    },
    {
      name: "canned answers",
      go: async (page) => {
        const answer = {
          id: "1",
          shortcut: "hours",
          text: "Open from 9 to 5",
          updated_at: new Date().toISOString(),
        };
        await page.route(CANNED, (route) => route.fulfill({ json: { canned_answers: [answer] } }));
        await page.getByTestId("composer-input").fill("/");
        await page.locator(".canned-answers").waitFor();
      },
      leave: (page) => page.getByTestId("composer-input").fill(""),
    },
    {
      name: "files to send, one of them too large",
      go: async (page) => {
        await page.getByTestId("composer-files").setInputFiles([
          { name: "offer.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") },
          { name: "empty.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) },
        ]);
        await page.getByTestId("tray-file").nth(1).waitFor();
      },
      leave: async (page) => {
        const remove = page.getByTestId("tray-file").getByRole("button").first();
        for (let left = 2; left > 0; left--) await remove.click();
      },
    },
    { name: "what can be sent", go: menu(".composer-attach"), leave: leaveByEscape },
    {
      name: "templates to choose from",
      go: async (page) => {
        await menu(".composer-attach")(page);
        await page.locator(".composer-attach .menu-action").last().click();
        await page.getByTestId("template").first().waitFor();
      },
    },
    {
      name: "a template to fill in",
      go: async (page) => {
        await page.getByTestId("template").first().click();
        await page.getByTestId("template-send").waitFor();
      },
      leave: leaveByEscape,
    },
    {
      name: "templates that could not be loaded",
      go: async (page) => {
        await page.route(TEMPLATES, (route) => route.fulfill(unavailable));
        await menu(".composer-attach")(page);
        await page.locator(".composer-attach .menu-action").last().click();
        await page.locator("dialog[open] .failure").waitFor();
      },
      leave: async (page) => {
        await page.keyboard.press("Escape");
        await page.unroute(TEMPLATES);
      },
    },
    {
      name: "a voice note that can't be recorded",
      go: async (page) => {
        await page.getByTestId("composer-record").click();
        await page.locator(".composer [role=alert]").waitFor();
      },
      leave: (page) => page.locator(".composer-closed .button").click(),
    },
    { name: "the thread's menu", go: menu(".thread-header"), leave: leaveByEscape },
    {
      name: "something that could not be done",
      go: async (page) => {
        await page.route(CHANGE, (route) =>
          route.request().method() === "PATCH" ? route.fulfill(unavailable) : route.fallback(),
        );
        await page.keyboard.press("Alt+a");
        await page.locator(".notice").waitFor();
      },
      leave: async (page) => {
        await page.unroute(CHANGE);
        await page.locator(".notice .icon-button").click();
      },
    },
    {
      name: "the customer's panel",
      go: async (page) => {
        await page.locator(".thread-header-who button").click();
        await page.locator(".customer-panel").waitFor();
      },
      leave: (page) => page.locator(".customer-panel .icon-button").first().click(),
    },
    {
      name: "the command palette",
      go: async (page) => {
        await page.keyboard.press("Control+k");
        await page.locator(".palette-command").first().waitFor();
      },
      leave: leaveByEscape,
    },
    {
      name: "the shortcuts",
      go: async (page) => {
        // What is closing still gives the keyboard back to where it was.
        await page.locator("dialog[open]").waitFor({ state: "detached" });
        await page.locator(".message-list").focus();
        await page.keyboard.press("?");
        await page.locator(".shortcut-help").waitFor();
      },
      leave: leaveByEscape,
    },
    {
      name: "offline, with a message that waits",
      go: async (page) => {
        await page.context().setOffline(true);
        await page.getByTestId("composer-input").fill("Written on a train");
        await page.getByTestId("composer-send").click();
        await page.locator('[data-status="pending"]').waitFor();
        await page.locator('[data-testid="connection-state"]:not([data-state="live"])').waitFor();
      },
    },
    {
      name: "signing out with a message that waits",
      go: async (page) => {
        await menu(".list-header")(page);
        await page.locator(".list-header .menu-action").last().click();
        await page.locator("dialog[open]").waitFor();
      },
      leave: leaveByEscape,
    },
  ];
}
