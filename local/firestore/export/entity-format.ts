/**
 * How an export holds a document: as Datastore's EntityProto. Field numbers by message, see entity.proto in
 * github.com/GoogleCloudPlatform/appengine-java-standard.
 */

export const ENTITY = { key: 13, property: 14, rawProperty: 15, entityGroup: 16 } as const;

/** A key holds its path in a message of its own, a reference among its own fields; the fields are numbered alike. */
export const OWNER = { app: 13, path: 14, namespace: 20, database: 23 } as const;

export const KEY_ELEMENT = { group: 1, collection: 2, numericId: 3, id: 4 } as const;

export const REFERENCE_ELEMENT = { group: 14, collection: 15, numericId: 16, id: 17 } as const;

export const PROPERTY = { meaning: 1, name: 3, multiple: 4, value: 5 } as const;

export const VALUE = { int: 1, boolean: 2, string: 3, double: 4, point: 5, reference: 12 } as const;

export const POINT = { latitude: 6, longitude: 7 } as const;

/** What tells apart values that are stored alike. */
export const MEANING = {
  timestamp: 7,
  point: 9,
  blob: 14,
  text: 15,
  byteString: 16,
  map: 19,
  emptyList: 24,
} as const;

/** Takes a document id; one like `__id7__` stands for a number, which is returned. */
export function parseNumericId(id: string): bigint | undefined {
  const digits = /^__id(0|-?[1-9]\d{0,18})__$/.exec(id)?.[1];
  if (digits === undefined || BigInt.asIntN(64, BigInt(digits)) !== BigInt(digits)) return undefined;
  return BigInt(digits);
}

/** Undoes `parseNumericId`. */
export function toNumericId(number: bigint): string {
  return `__id${number}__`;
}
