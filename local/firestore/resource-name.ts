import { invalidArgument } from "./status-error.ts";

/** `root` is `projects/P/databases/D/documents`; `path` the segments below it. */
export type ResourceName = { root: string; path: string[] };

/** Takes `projects/P/databases/D`, returns it; throws INVALID_ARGUMENT for anything else. */
export function checkDatabase(database: string | undefined): string {
  if (database && /^projects\/[^/]+\/databases\/[^/]+$/.test(database)) return database;
  throw invalidArgument(`Invalid database name "${database ?? ""}": expected projects/P/databases/D.`);
}

/** Splits the name of a document, of a parent (`…/documents`) or of a collection. Throws INVALID_ARGUMENT. */
export function parseName(name: string | undefined): ResourceName {
  const segments = (name ?? "").split("/");
  const [projects, project, databases, database, documents, ...path] = segments;
  const rooted = projects === "projects" && databases === "databases" && documents === "documents";
  if (!rooted || !project || !database) throw invalidArgument(`Invalid resource name "${name ?? ""}".`);
  for (const segment of path) checkSegment(segment, name!);
  return { root: `projects/${project}/databases/${database}/documents`, path };
}

/** Like `parseName`, for a document in `database`. */
export function checkDocumentName(name: string | undefined, database: string): string {
  const { root, path } = parseName(name);
  if (path.length === 0 || path.length % 2 === 1) {
    throw invalidArgument(`Document name "${name}" lacks "/" at index ${name!.length}.`);
  }
  if (root !== `${database}/documents`) {
    throw invalidArgument(`Document name "${name}" is not in the request's database "${database}".`);
  }
  return name!;
}

/** The `projects/P/databases/D` of any name. */
export function databaseOf(name: string): string {
  return name.split("/", 4).join("/");
}

/** A document's name below `…/documents/`, as paths are shown to people. */
export function relativePath(name: string): string {
  return name.split("/").slice(5).join("/");
}

const MAX_SEGMENT_BYTES = 1500;

function checkSegment(segment: string, name: string): void {
  if (segment === "" || segment === "." || segment === "..") {
    throw invalidArgument(`Invalid resource name "${name}": "${segment}" cannot be a segment.`);
  }
  // Ids like __id7__ stand for the numeric ids of documents that came from Datastore.
  if (segment.startsWith("__") && /^__.*__$/s.test(segment) && !/^__id-?\d+__$/.test(segment)) {
    throw invalidArgument(`Resource id "${segment}" is invalid because it is reserved.`);
  }
  if (segment.length * 3 > MAX_SEGMENT_BYTES && Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
    throw invalidArgument(
      `Resource id "${segment.slice(0, 20)}…" is longer than ${MAX_SEGMENT_BYTES} bytes.`,
    );
  }
}
