import * as v from "valibot";

/** A place to fill in: `1` or `name` in the body, `header.1` in the header, `button.0` at the end of a link. */
export const templateVariable = v.object({ key: v.string(), example: v.nullable(v.string()) });

/** A message that the channel approved beforehand, and so takes at any time. */
export const template = v.object({
  name: v.string(),
  language: v.string(),
  category: v.string(),
  header: v.nullable(v.string()),
  text: v.string(),
  footer: v.nullable(v.string()),
  buttons: v.array(v.string()),
  variables: v.array(templateVariable),
});
export type Template = v.InferOutput<typeof template>;

export const templatesAnswer = v.object({ templates: v.array(template) });

/** Line breaks, tabs and rows of spaces are refused by WhatsApp. */
const variableText = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(1024),
  v.regex(/^(?!.*(?:[\n\t]| {5}))/s, "without line breaks, tabs or more than 4 spaces in a row"),
);

/** Which template to send, and what stands in its variables, by their keys. */
export const templateBody = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  language: v.pipe(v.string(), v.minLength(2), v.maxLength(20)),
  variables: v.optional(v.record(v.pipe(v.string(), v.maxLength(100)), variableText), {}),
});
export type TemplateBody = v.InferOutput<typeof templateBody>;
