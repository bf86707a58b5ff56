import { computed, signal } from "@preact/signals";
import { english, type Words } from "./english.ts";

const chosen = signal<Words>(english);

/** What the dashboard says, in the agent's language. Reading it in a component follows a change. */
export const words = computed(() => chosen.value);

/** Changes the language, and the direction of the page with it. */
export function speak(language: Words): void {
  chosen.value = language;
  document.documentElement.lang = language.language;
  document.documentElement.dir = language.direction;
}
