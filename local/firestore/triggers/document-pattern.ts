/** Says whether a document path, relative to its database (`users/ada`), belongs to a trigger. */
export type DocumentMatcher = (documentPath: string) => boolean;

/**
 * Takes an Eventarc path pattern and returns its matcher. `{name}`, `{name=*}` and `*` stand for one segment or
 * a part of it, `{name=**}` and `**` for any number of segments.
 * Throws a `RangeError` for a pattern that could never name a document.
 */
export function compileDocumentPattern(pattern: string): DocumentMatcher {
  const segments = pathSegments(pattern).map(toSegmentMatcher);
  if (segments.length === 0) throw new RangeError("the document pattern is empty");
  const spansAnyDepth = segments.includes("any-depth");
  if (!spansAnyDepth && segments.length % 2 !== 0) {
    throw new RangeError(`the document pattern "${pattern}" names a collection, not a document`);
  }
  return (documentPath) => matchSegments(segments, pathSegments(documentPath));
}

/** Takes one document's path and returns a matcher for it alone. */
export function exactDocument(path: string): DocumentMatcher {
  const wanted = pathSegments(path).join("/");
  if (wanted === "") throw new RangeError("the document path is empty");
  return (documentPath) => documentPath === wanted;
}

type SegmentMatcher = RegExp | "any-depth";

function pathSegments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function toSegmentMatcher(segment: string): SegmentMatcher {
  const capture = /^\{[^{}=]+(?:=(\*\*?))?\}$/.exec(segment);
  const glob = capture ? (capture[1] ?? "*") : segment;
  if (glob === "**") return "any-depth";
  if (/[{}]|\*\*/.test(glob)) throw new RangeError(`the pattern segment "${segment}" is not understood`);
  const literals = glob.split("*").map((text) => text.replace(/[\\^$.|?+()[\]]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`, "s");
}

function matchSegments(pattern: SegmentMatcher[], path: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first !== "any-depth") {
    return path.length > 0 && first.test(path[0]!) && matchSegments(rest, path.slice(1));
  }
  for (let taken = 0; taken <= path.length; taken++) {
    if (matchSegments(rest, path.slice(taken))) return true;
  }
  return false;
}
