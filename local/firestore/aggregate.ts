import { getField, parseFieldPath } from "./field-path.ts";
import type { FieldReference } from "./query.ts";
import { invalidArgument } from "./status-error.ts";
import { type Fields, NULL, type StoredDocument, type Value } from "./value.ts";

/** google.firestore.v1.StructuredAggregationQuery.Aggregation */
export type Aggregation = {
  alias?: string;
  count?: { upTo?: { value?: string } | null };
  sum?: { field?: FieldReference };
  avg?: { field?: FieldReference };
};

const MAX_AGGREGATIONS = 5;

/** The fields that are summed up or averaged. */
export function aggregatedFields(aggregations: Aggregation[]): string[] {
  return aggregations.flatMap(({ sum, avg }) => (sum ?? avg)?.field?.fieldPath ?? []);
}

/**
 * Returns one value per aggregation, by its alias. As Firestore reads them from one index, documents count
 * that have all the aggregated fields. Throws INVALID_ARGUMENT.
 */
export function aggregate(results: StoredDocument[], aggregations: Aggregation[]): Fields {
  const paths = aggregatedFields(aggregations).map(parseFieldPath);
  const documents = results.filter(({ fields }) => paths.every((path) => getField(fields, path)));
  if (aggregations.length === 0 || aggregations.length > MAX_AGGREGATIONS) {
    throw invalidArgument(`A query has 1 to ${MAX_AGGREGATIONS} aggregations.`);
  }
  const values: Fields = {};
  for (const aggregation of aggregations) {
    const alias = aggregation.alias || `field_${Object.keys(values).length + 1}`;
    if (Object.hasOwn(values, alias)) throw invalidArgument(`The alias "${alias}" is used twice.`);
    values[alias] = aggregateOne(documents, aggregation);
  }
  return values;
}

function aggregateOne(documents: StoredDocument[], { count, sum, avg }: Aggregation): Value {
  if (count) {
    const upTo = count.upTo ? Number(count.upTo.value ?? 0) : Number.POSITIVE_INFINITY;
    return { valueType: "integerValue", integerValue: String(Math.min(documents.length, upTo)) };
  }
  const field = (sum ?? avg)?.field?.fieldPath;
  if (!field) throw invalidArgument("An aggregation needs count, or sum or avg with a field.");
  const numbers = numbersOf(documents, field);
  return sum ? sumOf(numbers) : averageOf(numbers);
}

type NumberValue = Extract<Value, { valueType: "integerValue" | "doubleValue" }>;

function numbersOf(documents: StoredDocument[], field: string): NumberValue[] {
  const path = parseFieldPath(field);
  return documents
    .map(({ fields }) => getField(fields, path))
    .filter((value) => value?.valueType === "integerValue" || value?.valueType === "doubleValue");
}

/** Integers add up to an integer as long as it fits into 64 bits; otherwise the sum is a double. */
function sumOf(numbers: NumberValue[]): Value {
  let integers = 0n;
  let doubles = 0;
  for (const number of numbers) {
    if (number.valueType === "integerValue") integers += BigInt(number.integerValue);
    else doubles += number.doubleValue;
  }
  const exact = numbers.every(({ valueType }) => valueType === "integerValue");
  if (exact && BigInt.asIntN(64, integers) === integers) {
    return { valueType: "integerValue", integerValue: String(integers) };
  }
  return { valueType: "doubleValue", doubleValue: Number(integers) + doubles };
}

function averageOf(numbers: NumberValue[]): Value {
  if (numbers.length === 0) return NULL;
  const sum = sumOf(numbers);
  const total =
    sum.valueType === "integerValue"
      ? Number(sum.integerValue)
      : (sum as { doubleValue: number }).doubleValue;
  return { valueType: "doubleValue", doubleValue: total / numbers.length };
}
