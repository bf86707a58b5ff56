import { FieldValue, Firestore, type Query } from "@google-cloud/firestore";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Change, type Data, Model, type ModelQuery, type WhereOp } from "./model.ts";
import { type RunningFirestore, startFirestore } from "./server.ts";

/** One thing to do to both; returns what came of it, to be compared. */
type Step = {
  name: string;
  onModel(model: Model): unknown;
  onFirestore(firestore: Firestore): Promise<unknown>;
};

let server: RunningFirestore;
let firestore: Firestore;

beforeAll(async () => {
  server = await startFirestore();
  firestore = new Firestore({
    projectId: "demo-model",
    host: `${server.host}:${server.port}`,
    ssl: false,
    customHeaders: { authorization: "Bearer owner" },
  });
});

afterAll(async () => {
  await firestore.terminate();
  await server.stop();
});

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, -0, 1, 1.5, Number.NaN, 2 ** 53, -3),
  fc.constantFrom("", "a", "b", "ab", "é", "\uffff", "😀"),
);
const value = fc.oneof(
  { weight: 3, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("k", "l"), scalar, { maxKeys: 2 }),
);
const field = fc.constantFrom("x", "y", "z");
const path = fc.constantFrom("a/1", "a/2", "a/3", "a/é", "b/1", "b/1/a/1", "a/1/a/2");
const data = fc.dictionary(field, value, { maxKeys: 3 }) as fc.Arbitrary<Data>;
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((increment) => ({ increment })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((union) => ({ union })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((remove) => ({ remove })),
  fc.constant<Change>("delete"),
);

/** Returns 0, or the code of the error. */
async function outcome(write: Promise<unknown>): Promise<number> {
  return write.then(
    () => 0,
    (error: { code: number }) => error.code,
  );
}

const write = fc.oneof(
  fc.record({ path, data }).map(
    ({ path, data }): Step => ({
      name: "create",
      onModel: (model) => model.create(path, data),
      onFirestore: (firestore) => outcome(firestore.doc(path).create(data)),
    }),
  ),
  fc.record({ path, data }).map(
    ({ path, data }): Step => ({
      name: "set",
      onModel: (model) => model.set(path, data),
      onFirestore: (firestore) => outcome(firestore.doc(path).set(data)),
    }),
  ),
  fc.record({ path, data }).map(
    ({ path, data }): Step => ({
      name: "merge",
      onModel: (model) => model.merge(path, data),
      onFirestore: (firestore) => outcome(firestore.doc(path).set(data, { mergeFields: Object.keys(data) })),
    }),
  ),
  fc.record({ path, field, change }).map(
    ({ path, field, change }): Step => ({
      name: "change",
      onModel: (model) => model.change(path, field, change),
      onFirestore: (firestore) => outcome(firestore.doc(path).update({ [field]: sentinel(change) })),
    }),
  ),
  path.map(
    (path): Step => ({
      name: "delete",
      onModel: (model) => model.delete(path),
      onFirestore: (firestore) => outcome(firestore.doc(path).delete()),
    }),
  ),
  fc.record({ from: path, to: path }).map(
    ({ from, to }): Step => ({
      name: "copy in a transaction",
      onModel: (model) => model.set(to, model.documents.get(from) ?? {}),
      onFirestore: (firestore) =>
        outcome(
          firestore.runTransaction(async (transaction) => {
            const [source] = await transaction.getAll(firestore.doc(from), firestore.doc(to));
            transaction.set(firestore.doc(to), source!.data() ?? {});
          }),
        ),
    }),
  ),
);

function sentinel(change: Change): FieldValue {
  if (change === "delete") return FieldValue.delete();
  if ("increment" in change) return FieldValue.increment(change.increment);
  return "union" in change
    ? FieldValue.arrayUnion(...change.union)
    : FieldValue.arrayRemove(...change.remove);
}

const read = path.map(
  (path): Step => ({
    name: "get",
    onModel: (model) => model.documents.get(path),
    onFirestore: async (firestore) => (await firestore.doc(path).get()).data(),
  }),
);

const filter = fc.oneof(
  fc.record({ field, op: fc.constantFrom<WhereOp>("==", "!="), value }),
  fc.record({ field, op: fc.constantFrom<WhereOp>("<", "<=", ">", ">="), value: value.filter(isOrdered) }),
  fc.record({ field, op: fc.constant<WhereOp>("array-contains"), value: scalar.filter(isOrdered) }),
  fc.record({
    field,
    op: fc.constantFrom<WhereOp>("in", "array-contains-any"),
    value: fc.array(scalar, { minLength: 1, maxLength: 3 }),
  }),
);

/** The client takes only == and != for null and NaN, and sends others as if they were !=. */
function isOrdered(operand: unknown): boolean {
  return operand !== null && !Number.isNaN(operand);
}

const modelQuery: fc.Arbitrary<ModelQuery> = fc.record({
  collection: fc.constantFrom("a", "b"),
  group: fc.boolean(),
  filters: fc.oneof(
    fc.uniqueArray(filter, {
      maxLength: 2,
      selector: ({ op }) => (op === "array-contains-any" ? "array-contains" : op),
    }),
    fc.tuple(
      fc.record({
        field,
        op: fc.constant<WhereOp>("not-in"),
        value: fc.array(scalar, { minLength: 1, maxLength: 3 }),
      }),
    ),
  ),
  orderBy: fc.option(fc.record({ field, descending: fc.boolean() })),
  limit: fc.option(fc.integer({ min: 1, max: 3 })),
  startAfter: fc.option(scalar, { nil: undefined }),
});

function toQuery(firestore: Firestore, query: ModelQuery): Query {
  const { collection, group, filters, orderBy, limit, startAfter } = query;
  let built: Query = group ? firestore.collectionGroup(collection) : firestore.collection(collection);
  for (const { field, op, value } of filters) built = built.where(field, op, value);
  if (orderBy) built = built.orderBy(orderBy.field, orderBy.descending ? "desc" : "asc");
  if (orderBy && startAfter !== undefined) built = built.startAfter(startAfter);
  return limit === null ? built : built.limit(limit);
}

const query = modelQuery.map(
  (query): Step => ({
    name: "query",
    onModel: (model) => {
      const paths = model.query(query);
      return { paths, count: paths.length };
    },
    onFirestore: async (firestore) => {
      const [{ docs }, counted] = await Promise.all([
        toQuery(firestore, query).get(),
        toQuery(firestore, query).count().get(),
      ]);
      return { paths: docs.map(({ ref }) => ref.path), count: counted.data().count };
    },
  }),
);

const step = fc.oneof({ weight: 3, arbitrary: write }, read, { weight: 2, arbitrary: query });

test("the official client can't tell it from a model, whatever it does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      server.store.clear("projects/demo-model/databases/(default)");
      const model = new Model();
      for (const { name, onModel, onFirestore } of steps) {
        expect(await onFirestore(firestore), name).toEqual(onModel(model));
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

/** Mostly queries in which one document's change brings in another. */
const watchedQuery = fc.oneof(
  // For not-in without an order, the client sorts snapshots otherwise than query results.
  modelQuery.filter(({ filters, orderBy }) => orderBy !== null || filters.every(({ op }) => op !== "not-in")),
  fc.record({ query: modelQuery, limit: fc.constantFrom(1, 2) }).map(({ query, limit }) => {
    return { ...query, filters: [], startAfter: undefined, limit };
  }),
);

test("a listener ends up with what a query finds, whatever was written", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 20 }), watchedQuery, async (writes, watched) => {
      server.store.clear("projects/demo-model/databases/(default)");
      const model = new Model();
      const heard = listen(toQuery(firestore, watched));
      for (const { onModel, onFirestore } of writes) {
        await onFirestore(firestore);
        onModel(model);
      }
      const expected = model.query(watched).map((path) => ({ path, data: model.documents.get(path) }));
      try {
        await vi.waitFor(() => expect(heard.latest()).toEqual(expected), { timeout: 3000, interval: 5 });
      } finally {
        heard.stop();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

/** Keeps the latest snapshot, or the error in its place. */
function listen(query: Query) {
  let latest: unknown;
  const stop = query.onSnapshot(
    ({ docs }) => {
      latest = docs.map((document) => ({ path: document.ref.path, data: document.data() }));
    },
    (error) => {
      latest = error;
    },
  );
  return { latest: () => latest, stop };
}
