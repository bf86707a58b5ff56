import type { Fields, StoredDocument, Value } from "../value.ts";

/**
 * Moves documents that are all of one project, and their references to it, to another. Documents of several
 * projects stay where they are: they were exported together on purpose.
 */
export function renameProject(documents: StoredDocument[], project: string): StoredDocument[] {
  const projects = new Set(documents.map(({ name }) => name.split("/", 2)[1]));
  const [from] = projects;
  if (projects.size !== 1 || from === project) return documents;
  const rename = (name: string) =>
    name.startsWith(`projects/${from}/`)
      ? `projects/${project}/${name.slice(`projects/${from}/`.length)}`
      : name;
  return documents.map((document) => ({
    ...document,
    name: rename(document.name),
    fields: renameInFields(document.fields, rename),
  }));
}

function renameInFields(fields: Fields, rename: (name: string) => string): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, renameIn(value, rename)]));
}

function renameIn(value: Value, rename: (name: string) => string): Value {
  switch (value.valueType) {
    case "referenceValue":
      return { ...value, referenceValue: rename(value.referenceValue) };
    case "arrayValue":
      return {
        ...value,
        arrayValue: { values: (value.arrayValue.values ?? []).map((v) => renameIn(v, rename)) },
      };
    case "mapValue":
      return { ...value, mapValue: { fields: renameInFields(value.mapValue.fields ?? {}, rename) } };
    default:
      return value;
  }
}
