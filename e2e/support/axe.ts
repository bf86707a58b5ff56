/// <reference lib="dom" />
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** WCAG 2.2 AA with all that came before it, and what is good practice anyway. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

type Options = { runOnly: string[]; rules?: Record<string, { enabled: boolean }> };

/** By which rules: all, all but the slow one about colours, or that one alone. */
export type Rules = "all" | "all but colours" | "colours";
const COLOURS = "color-contrast";
const OPTIONS: Record<Rules, Options> = {
  all: { runOnly: TAGS },
  "all but colours": { runOnly: TAGS, rules: { [COLOURS]: { enabled: false } } },
  colours: { runOnly: [COLOURS] },
};

type Violation = { id: string; help: string; nodes: { html: string; failureSummary: string }[] };
type Axe = { run(options: Options): Promise<{ violations: Violation[] }> };

/** What stands in somebody's way on this page, each as a line. */
export async function violationsOn(page: Page, rules: Rules): Promise<string[]> {
  // By the browser's own tools: the page's policy lets no script in.
  if (!(await page.evaluate("Boolean(window.axe)"))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (options) => {
    // What is still fading in has colours of its own.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    const { axe } = window as unknown as { axe: Axe };
    return (await axe.run(options)).violations;
  }, OPTIONS[rules]);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} – ${failureSummary}`),
  );
}
