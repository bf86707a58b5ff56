import { GraphError } from "./graph-error.ts";
import type { Template } from "./send-schema.ts";
import type { MessageTemplate, TemplateComponent } from "./templates.ts";

export type FilledTemplate = { template: MessageTemplate; text: string; footer: string | null };

type Component = NonNullable<Template["components"]>[number];

/** The template with its variables filled in. Throws a GraphError 132xxx where they don't fit. */
export function fillTemplate(templates: MessageTemplate[], asked: Template): FilledTemplate {
  const template = find(templates, asked);
  const given = (type: Component["type"]) => asked.components?.find((it) => it.type === type);
  const part = <T extends TemplateComponent["type"]>(type: T) =>
    template.components.find((it): it is Extract<TemplateComponent, { type: T }> => it.type === type);

  const header = part("HEADER");
  const headerText =
    header?.format === "TEXT" ? fill(template, "header", header.text ?? "", given("header")) : "";
  if (header && header.format !== "TEXT") checkMediaHeader(header.format, given("header"));
  if (!header && given("header")) throw mismatch("header", 1, 0);
  const body = fill(template, "body", part("BODY")?.text ?? "", given("body"));
  const text = [headerText && `*${headerText}*`, body].filter(Boolean).join("\n\n");
  if (body.length > 1024) throw new GraphError(132005, `body: ${body.length} characters, at most 1024`);
  return { template, text, footer: part("FOOTER")?.text ?? null };
}

function find(templates: MessageTemplate[], { name, language }: Template): MessageTemplate {
  const found = templates.find((it) => it.name === name && it.language === language.code);
  if (!found || found.status === "PENDING" || found.status === "REJECTED") {
    throw new GraphError(132001, `template name (${name}) does not exist in ${language.code}`);
  }
  if (found.status === "PAUSED") throw new GraphError(132015, `template ${name} is paused`);
  if (found.status === "DISABLED") throw new GraphError(132016, `template ${name} is disabled`);
  return found;
}

function fill(template: MessageTemplate, where: string, text: string, given: Component | undefined): string {
  const names = [...new Set(Array.from(text.matchAll(/\{\{(\w+)\}\}/g), (match) => match[1] ?? ""))];
  const parameters = given?.parameters ?? [];
  if (parameters.length !== names.length) throw mismatch(where, parameters.length, names.length);
  const values = new Map(
    parameters.map((it, index) => {
      if (it.type !== "text") {
        throw new GraphError(132012, `${where}: parameter at ${index} is ${it.type}, expected text`);
      }
      if (!it.text) throw new GraphError(131008, `Parameter 'text' is mandatory for type 'text'`);
      if (/[\n\t]| {5}/.test(it.text)) {
        throw new GraphError(
          132012,
          `${where}: a variable has no line breaks, tabs or more than 4 spaces in a row`,
        );
      }
      const name = template.parameter_format === "NAMED" ? it.parameter_name : `${index + 1}`;
      if (!name) throw new GraphError(100, "Parameter name is missing or empty");
      return [name, it.text] as const;
    }),
  );
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new GraphError(132012, `${where}: there is no parameter ${name}`);
    return value;
  });
}

function checkMediaHeader(format: string, given: Component | undefined): void {
  const parameters = given?.parameters ?? [];
  if (parameters.length !== 1) throw mismatch("header", parameters.length, 1);
  if (parameters[0]?.type !== format.toLowerCase()) {
    throw new GraphError(
      132012,
      `header: Format mismatch, expected ${format}, received ${parameters[0]?.type.toUpperCase()}`,
    );
  }
}

function mismatch(where: string, given: number, expected: number): GraphError {
  return new GraphError(
    132000,
    `${where}: number of localizable_params (${given}) does not match the expected number of params (${expected})`,
  );
}
