import type { Page } from "playwright-core";
import { until } from "./until.ts";

export type ShownMessage = { id: string; seq: number; status: string; text: string };

/** One tab, as an agent uses and sees it. */
export class Dashboard {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  isLive(): Promise<void> {
    return this.isShown("live");
  }

  /** Waits until the header says so. */
  async isShown(connection: "live" | "offline" | "reconnecting"): Promise<void> {
    await this.page
      .locator(`[data-testid="connection-state"][data-state="${connection}"]`)
      .waitFor({ state: "attached" });
  }

  /** Asks to sign out; there may be a question about that. */
  async signsOut(): Promise<void> {
    await this.page.getByRole("button", { name: "Your account" }).click();
    await this.page.getByText("Sign out", { exact: true }).click();
  }

  row(name: string) {
    return this.page.getByTestId("conversation-row").filter({ hasText: name });
  }

  /** The number on the row's badge once it is `count`; 0: no badge. */
  async showsUnread(name: string, count: number): Promise<void> {
    const badge = this.row(name).locator('[data-testid="unread-badge"] [aria-hidden]');
    if (count === 0) await badge.waitFor({ state: "detached" });
    else await badge.getByText(String(count), { exact: true }).waitFor();
  }

  async opens(name: string): Promise<void> {
    await this.row(name).click();
    await this.page.getByTestId("composer-input").waitFor();
  }

  message(text: string) {
    return this.page.getByTestId("message").filter({ hasText: text });
  }

  /** Waits until the thread shows this text. */
  async shows(text: string): Promise<void> {
    await this.message(text).first().waitFor();
  }

  async sends(text: string): Promise<void> {
    await this.page.getByTestId("composer-input").fill(text);
    await this.page.getByTestId("composer-send").click();
  }

  /** Chooses one of the quick reactions, by the mouse. */
  async reacts(text: string, emoji: string): Promise<void> {
    const bubble = this.message(text);
    await bubble.hover();
    await bubble.getByRole("button", { name: "React", exact: true }).click();
    await this.page.getByRole("button", { name: `React with ${emoji}` }).click();
  }

  /** The open thread as it stands on the screen, from top to bottom. */
  async thread(): Promise<ShownMessage[]> {
    return this.page.getByTestId("message").evaluateAll((bubbles) =>
      bubbles.map((bubble) => ({
        id: bubble.getAttribute("data-message-id") ?? "",
        seq: Number(bubble.getAttribute("data-seq")),
        status: bubble.getAttribute("data-status") ?? "",
        text: bubble.querySelector(".message-text")?.textContent ?? "",
      })),
    );
  }

  /** The thread once it has `length` messages, and each that went out has come to the customer's phone. */
  settledThread(length: number): Promise<ShownMessage[]> {
    const settled = ({ status }: ShownMessage) => status === "received" || status === "delivered";
    return until(
      () => this.thread(),
      (shown) => shown.length === length && shown.every(settled),
    );
  }

  /** The rows of these customers as they stand in the list, from top to bottom. */
  async rows(names: string[]): Promise<string[]> {
    const rows = await this.page.getByTestId("conversation-row").evaluateAll((all) =>
      all.map((row) => {
        const text = (part: string) => row.querySelector(part)?.textContent?.trim() ?? "";
        const unread = text('[data-testid="unread-badge"] [aria-hidden]');
        return `${text(".conversation-row-name")} | ${text(".conversation-row-preview")} | ${unread}`;
      }),
    );
    return rows.filter((row) => names.some((name) => row.startsWith(name)));
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    await this.isLive();
  }
}
