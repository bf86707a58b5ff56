import type { Template } from "./templates.ts";

/** Pure. Header, body and footer as they will be read, with a line between them; what isn't given stays a place. */
export function fillTemplate(
  { header, text, footer }: Pick<Template, "header" | "text" | "footer">,
  variables: Record<string, string>,
): string {
  const fill = (part: string, prefix: string) =>
    part.replace(/\{\{(\w+)\}\}/g, (place, name) => variables[prefix + name] ?? place);
  const parts = [header === null ? null : fill(header, "header."), fill(text, ""), footer];
  return parts.filter((part) => part !== null).join("\n\n");
}
