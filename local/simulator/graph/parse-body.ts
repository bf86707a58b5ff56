import * as v from "valibot";
import { GraphError } from "./graph-error.ts";

/** Takes a request's JSON. Returns what `schema` makes of it; throws a GraphError in Graph's words. */
export function parseBody<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid("The request's body must be a JSON object.");
  }
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  throw explain(result.issues[0]);
}

/** Code 100, which says what is wrong in its message. */
export function invalid(sentence: string): GraphError {
  return new GraphError(100, null, { message: `(#100) ${sentence}` });
}

function explain(issue: v.BaseIssue<unknown>): GraphError {
  const keys = (issue.path ?? []).map((step) => step.key as string | number);
  const name = write(keys);
  if (issue.kind === "schema" && issue.expected === "never") {
    const at = keys.length > 1 ? ` on param "${write(keys.slice(0, -1))}"` : "";
    return invalid(`Unexpected key "${keys.at(-1)}"${at}.`);
  }
  if (issue.input === undefined) return invalid(`The parameter ${name} is required.`);
  if (issue.type === "picklist") {
    const choices = String(issue.expected).toUpperCase().replace(/["()]/g, "").replaceAll(" | ", ", ");
    return invalid(`Param ${name} must be one of {${choices}} - got "${shown(issue.input)}".`);
  }
  if (issue.type === "max_length" && typeof issue.input === "string") {
    return invalid(`Param ${name} must be at most ${issue.requirement} characters long.`);
  }
  if (issue.kind === "schema" && issue.type !== "literal") {
    return invalid(`Param ${name} must be of type ${issue.expected}.`);
  }
  return new GraphError(131009, `Parameter ${name} has a value that is not valid: ${shown(issue.input)}`);
}

/** `text['body']`, `contacts[0]['name']` */
function write([first = "", ...rest]: (string | number)[]): string {
  return first + rest.map((key) => (typeof key === "number" ? `[${key}]` : `['${key}']`)).join("");
}

function shown(input: unknown): string {
  return (typeof input === "string" ? input : (JSON.stringify(input) ?? "")).slice(0, 60);
}
