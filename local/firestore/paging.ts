import { invalidArgument } from "./status-error.ts";

export type PageRequest = { pageSize?: number; pageToken?: string };

const MAX_PAGE_SIZE = 300;

/**
 * Returns the page that follows `pageToken`, and the token of the page after it, "" if it was the last.
 * `names` are in `compare`'s order; a token is the last name seen, so it stays good while names come and go.
 */
export function pageOf(
  names: string[],
  { pageSize = 0, pageToken = "" }: PageRequest,
  compare: (a: string, b: string) => number,
): { page: string[]; nextPageToken: string } {
  if (pageSize < 0) throw invalidArgument(`The page size ${pageSize} is negative.`);
  const seen = Buffer.from(pageToken, "base64url").toString();
  const rest = seen === "" ? names : names.filter((name) => compare(name, seen) > 0);
  const page = rest.slice(0, Math.min(pageSize || MAX_PAGE_SIZE, MAX_PAGE_SIZE));
  const more = page.length < rest.length;
  return { page, nextPageToken: more ? Buffer.from(page.at(-1)!).toString("base64url") : "" };
}
