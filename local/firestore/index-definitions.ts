import { readFileSync } from "node:fs";
import { formatFieldPath, parseFieldPath } from "./field-path.ts";

export type QueryScope = "COLLECTION" | "COLLECTION_GROUP";
export type IndexMode = "ASCENDING" | "DESCENDING" | "CONTAINS";
/** One field of an index; its path is in canonical form. */
export type IndexField = { path: string; mode: IndexMode };
export type CompositeIndex = { collectionGroup: string; queryScope: QueryScope; fields: IndexField[] };
/** Says which indexes one field has, in place of the automatic ones. `path` may be "*": every other field. */
export type FieldOverride = {
  collectionGroup: string;
  path: string;
  indexes: { queryScope: QueryScope; mode: IndexMode }[];
};
export type IndexDefinitions = { indexes: CompositeIndex[]; fieldOverrides: FieldOverride[] };

/** A firestore.indexes.json that can't be read, and where. */
export class IndexDefinitionsError extends Error {
  override readonly name = "IndexDefinitionsError";
}

/** Reads a firestore.indexes.json. Throws `IndexDefinitionsError`. */
export function loadIndexDefinitions(file: string): IndexDefinitions {
  let place = "";
  try {
    const { indexes = [], fieldOverrides = [] } = JSON.parse(readFileSync(file, "utf8")) as IndexesFile;
    return {
      indexes: indexes.map((index, i) => {
        place = `: indexes[${i}]`;
        return parseComposite(index);
      }),
      fieldOverrides: fieldOverrides.map((override, i) => {
        place = `: fieldOverrides[${i}]`;
        return parseOverride(override);
      }),
    };
  } catch (error) {
    throw new IndexDefinitionsError(`${file}${place}: ${(error as Error).message}`);
  }
}

type IndexesFile = { indexes?: WrittenIndex[]; fieldOverrides?: WrittenOverride[] };
type WrittenMode = { order?: string; arrayConfig?: string; vectorConfig?: unknown };
type WrittenIndex = {
  collectionGroup?: string;
  queryScope?: string;
  fields?: ({ fieldPath?: string } & WrittenMode)[];
};
type WrittenOverride = {
  collectionGroup?: string;
  fieldPath?: string;
  indexes?: ({ queryScope?: string } & WrittenMode)[];
};

function parseComposite({ collectionGroup, queryScope, fields = [] }: WrittenIndex): CompositeIndex {
  return {
    collectionGroup: checkCollectionGroup(collectionGroup),
    queryScope: checkScope(queryScope),
    fields: fields
      .filter(({ vectorConfig }) => !vectorConfig)
      .map((field) => ({ path: canonicalPath(field.fieldPath), mode: checkMode(field) })),
  };
}

function parseOverride({ collectionGroup, fieldPath, indexes = [] }: WrittenOverride): FieldOverride {
  return {
    collectionGroup: checkCollectionGroup(collectionGroup),
    path: fieldPath === "*" ? "*" : canonicalPath(fieldPath),
    indexes: indexes.map((index) => ({ queryScope: checkScope(index.queryScope), mode: checkMode(index) })),
  };
}

function checkCollectionGroup(collectionGroup: string | undefined): string {
  if (collectionGroup) return collectionGroup;
  throw new Error("collectionGroup is missing.");
}

function checkScope(scope = "COLLECTION"): QueryScope {
  if (scope === "COLLECTION" || scope === "COLLECTION_GROUP") return scope;
  throw new Error(`queryScope is "${scope}", not COLLECTION or COLLECTION_GROUP.`);
}

function checkMode({ order, arrayConfig }: WrittenMode): IndexMode {
  const mode = order ?? arrayConfig;
  if (mode === "ASCENDING" || mode === "DESCENDING" || mode === "CONTAINS") return mode;
  throw new Error(`order or arrayConfig is ${JSON.stringify(mode)}, not ASCENDING, DESCENDING or CONTAINS.`);
}

function canonicalPath(path: string | undefined): string {
  return formatFieldPath(parseFieldPath(path));
}
