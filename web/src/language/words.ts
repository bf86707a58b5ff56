import { computed, signal } from "@preact/signals";
import { english, type Words } from "./english.ts";

const KEY = "live-chat:language";

/** One file per language; only the chosen one is loaded. English is always there. */
const files = import.meta.glob<Words>("./languages/*.ts", { import: "default" });
const loaders = new Map(
  Object.entries(files).map(([path, load]) => [path.replace(/^.*\/|\.ts$/g, ""), load]),
);

const spoken = signal<Words>(english);

/** What the dashboard says, in the agent's language. Reading it in a component follows a change. */
export const words = computed(() => spoken.value);

/** Every language there is, each by its own name. */
export const LANGUAGES = ["en", ...loaders.keys()].map((value) => ({
  value,
  label: new Intl.DisplayNames([value], { type: "language" }).of(value) ?? value,
}));

/** Changes the language, and the direction of the page with it; remembered for the next visit. */
export async function chooseLanguage(code: string): Promise<void> {
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // Where storage is forbidden the choice lasts as long as the page.
  }
  speak((await loaders.get(code)?.()) ?? english);
}

/** Speaks what was chosen earlier, else what the browser prefers. */
export async function restoreLanguage(): Promise<void> {
  let code = navigator.language.split("-")[0]!;
  try {
    code = localStorage.getItem(KEY) ?? code;
  } catch {
    // Then the browser's preference it is.
  }
  const load = loaders.get(code);
  if (load) speak(await load());
}

function speak(language: Words): void {
  spoken.value = language;
  document.documentElement.lang = language.language;
  document.documentElement.dir = language.direction;
}
