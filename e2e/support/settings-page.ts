import type { Page } from "playwright-core";

/** The settings, as an agent uses them. */
export class SettingsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Goes to one of their pages by its address. */
  async opens(section: string): Promise<void> {
    await this.page.goto(new URL(`#/settings/${section}`, this.page.url()).href);
    await this.page.locator(".settings h1").waitFor();
  }

  /** Back to the conversations. */
  async leaves(): Promise<void> {
    await this.page.getByRole("link", { name: "Back to the conversations" }).click();
    await this.page.getByTestId("conversation-row").first().waitFor();
  }

  /** Opens the window behind a button of the page. */
  async begins(what: string): Promise<void> {
    await this.page.getByRole("button", { name: what }).click();
    await this.page.locator("dialog[open]").waitFor();
  }

  async fills(field: string, text: string): Promise<void> {
    await this.page.locator("dialog").getByRole("textbox", { name: field }).fill(text);
  }

  /** Presses a button of the open window and waits until it has closed. */
  async confirms(action: string): Promise<void> {
    await this.page.locator("dialog").getByRole("button", { name: action, exact: true }).click();
    await this.page.locator("dialog").waitFor({ state: "detached" });
  }

  /** Presses the button that makes a secret; returns what is shown once, and closes it. */
  async makesSecret(action: string): Promise<string> {
    await this.page.locator("dialog").getByRole("button", { name: action }).click();
    const secret = await this.page.getByTestId("copy-field").inputValue();
    await this.confirms("Done");
    return secret;
  }

  /** One entry of a list. */
  record(text: string) {
    return this.page.locator(".record").filter({ hasText: text });
  }
}
