import * as v from "valibot";
import { type InputError, ProblemError } from "./problem.ts";

type Schema = v.GenericSchema;

/** Takes what came from outside, returns it as the schema's type; throws `bad_request` with a pointer per issue. */
export function parseInput<S extends Schema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw new ProblemError("bad_request", "some of the input is not as it should be", {
    errors: result.issues.slice(0, MAX_ERRORS).map(toInputError),
  });
}

/**
 * Takes a request's URL, returns its query as the schema's type; throws `bad_request`. Read from the URL, since
 * what `request.query` holds depends on who parsed it: the Functions runtime makes objects of `a[b]=c`.
 */
export function parseQuery<S extends Schema>(schema: S, url: string): v.InferOutput<S> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(/\?.*/s.exec(url)?.[0])) {
    const before = query[name];
    query[name] = before === undefined ? value : [before, value].flat();
  }
  return parseInput(schema, { ...query });
}

const MAX_ERRORS = 50;

/** Our own words for what is wrong: a schema's may repeat what was sent, which is text from outside. */
export function toInputError(issue: v.BaseIssue<unknown>): InputError {
  return { pointer: toPointer(issue), detail: describe(issue) };
}

/** RFC 6901. */
function toPointer(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => String(key).slice(0, 100));
  return keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object" && issue.expected === "never") return "is not known here";
  if (issue.received === "undefined") return "is missing";
  if (issue.kind === "schema") return `should be ${issue.expected}`;
  if (issue.type === "regex" || issue.type === "starts_with") return `should be ${issue.message}`;
  // A condition of our own, in words of our own.
  if (issue.expected === null) return `should be ${issue.message}`;
  return `should be ${RULES[issue.type] ?? ""}${issue.expected}`;
}

/** Valibot writes limits as `<=100`; these say of what. */
const RULES: Record<string, string> = {
  min_length: "of length ",
  max_length: "of length ",
  min_value: "",
  max_value: "",
};
