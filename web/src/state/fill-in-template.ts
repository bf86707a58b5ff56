import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Template } from "@live-chat/contract/templates.ts";

/** What stands in a template's places, by their keys. */
export type Filled = Record<string, string>;

/** Longest text in a place, and what WhatsApp refuses in it. */
export const MAX_VARIABLE = 1024;

/** What we know to put in: the customer's name, where a place is called so. */
export function knownVariables({ variables }: Template, { name }: Conversation): Filled {
  const names = variables.filter(({ key }) => /^(header\.)?(first_?|customer_?|full_?)?name$/i.test(key));
  return name === null ? {} : Object.fromEntries(names.map(({ key }) => [key, name]));
}

/** WhatsApp refuses line breaks, tabs and rows of spaces: here they become one space. */
export function toVariable(text: string): string {
  return text.replace(/[\n\r\t]+| {2,}/g, " ").slice(0, MAX_VARIABLE);
}

/** The filled-in places as they are sent, or null while one is empty. */
export function completeVariables({ variables }: Template, filled: Filled): Filled | null {
  const entries = variables.map(({ key }) => [key, (filled[key] ?? "").trim()] as const);
  return entries.every(([, text]) => text !== "") ? Object.fromEntries(entries) : null;
}

/** The templates whose name or text holds what is searched for; those in the agent's language first. */
export function findTemplates(templates: readonly Template[], search: string, language: string): Template[] {
  const wanted = search.trim().toLocaleLowerCase();
  const own = (template: Template) => (template.language.startsWith(language) ? 0 : 1);
  return templates
    .filter((one) =>
      `${one.name.replaceAll("_", " ")} ${one.name} ${one.text}`.toLocaleLowerCase().includes(wanted),
    )
    .sort((a, b) => own(a) - own(b) || a.name.localeCompare(b.name));
}
