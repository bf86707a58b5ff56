import { writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FieldPath, Filter, Firestore, type Query } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadIndexDefinitions } from "./index-definitions.ts";
import { type RunningFirestore, startFirestore } from "./server.ts";

const ASC = { order: "ASCENDING" };
const DESC = { order: "DESCENDING" };
const CONTAINS = { arrayConfig: "CONTAINS" };

const index = (...fields: [string, object][]) => ({
  collectionGroup: "chats",
  queryScope: "COLLECTION",
  fields: fields.map(([fieldPath, mode]) => ({ fieldPath, ...mode })),
});

const DEFINITIONS = {
  indexes: [
    index(["status", ASC], ["at", DESC]),
    index(["agent", ASC], ["at", DESC]),
    index(["tags", CONTAINS], ["at", DESC]),
    index(["size", ASC], ["weight", ASC]),
  ],
  fieldOverrides: [
    { collectionGroup: "chats", fieldPath: "note", indexes: [] },
    { collectionGroup: "chats", fieldPath: "owner", indexes: [{ ...ASC, queryScope: "COLLECTION_GROUP" }] },
  ],
};

let server: RunningFirestore;
let firestore: Firestore;

async function indexesFile(content: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "indexes-")), "firestore.indexes.json");
  writeFileSync(file, content);
  return file;
}

beforeAll(async () => {
  server = await startFirestore({ indexesFile: await indexesFile(JSON.stringify(DEFINITIONS)) });
  firestore = new Firestore({
    projectId: "demo-index",
    host: `${server.host}:${server.port}`,
    ssl: false,
    customHeaders: { authorization: "Bearer owner" },
  });
});

afterAll(async () => {
  await firestore.terminate();
  await server.stop();
});

type Build = (chats: Query) => Query;

describe("a query that the indexes serve", () => {
  const served: [string, Build][] = [
    ["everything", (chats) => chats],
    ["one equality", (chats) => chats.where("status", "==", "open")],
    [
      "equalities side by side",
      (chats) => chats.where("status", "==", "open").where("agent", "in", ["a", "b"]),
    ],
    ["an equality and an array", (chats) => chats.where("x", "==", 1).where("y", "array-contains", 2)],
    ["a range in its own order", (chats) => chats.where("at", ">", 1).orderBy("at", "desc")],
    [
      "an equality in the order of names",
      (chats) => chats.where("x", "==", 1).orderBy(FieldPath.documentId(), "desc"),
    ],
    ["the order of an equal field", (chats) => chats.where("x", "==", 1).orderBy("x", "desc")],
    ["a composite index", (chats) => chats.where("status", "==", "open").orderBy("at", "desc")],
    ["a composite index backwards", (chats) => chats.where("status", "==", "open").orderBy("at", "asc")],
    [
      "composite indexes side by side",
      (chats) =>
        chats
          .where("status", "==", "open")
          .where("agent", "==", "a")
          .where("tags", "array-contains", "t")
          .orderBy("at", "desc"),
    ],
    ["inequalities on two fields", (chats) => chats.where("size", ">", 1).where("weight", ">", 2)],
    [
      "each alternative by its own",
      (chats) => chats.where(Filter.or(Filter.where("x", "==", 1), Filter.where("y", "==", 1))),
    ],
  ];
  test.each(served)("%s", async (_name, build) => {
    await expect(build(firestore.collection("chats")).get()).resolves.toMatchObject({ empty: true });
  });

  test("a field of a collection group that has an index for it", async () => {
    const found = await firestore.collectionGroup("chats").where("owner", "==", "a").get();
    expect(found.empty).toBe(true);
  });
});

describe("a query that lacks an index says which", () => {
  const lacking: [string, Build, object][] = [
    [
      "equality and another order",
      (chats) => chats.where("x", "==", 1).orderBy("at", "desc"),
      index(["x", ASC], ["at", DESC]),
    ],
    ["two orders", (chats) => chats.orderBy("at", "desc").orderBy("x"), index(["at", DESC], ["x", ASC])],
    [
      "array and range",
      (chats) => chats.where("tags", "array-contains", "t").where("x", ">", 1),
      index(["tags", CONTAINS], ["x", ASC]),
    ],
    [
      "one field more than there is",
      (chats) => chats.where("status", "==", "open").where("x", "==", 1).orderBy("at", "desc"),
      index(["status", ASC], ["x", ASC], ["at", DESC]),
    ],
    [
      "names against the order",
      (chats) => chats.orderBy("at").orderBy(FieldPath.documentId(), "desc"),
      index(["at", ASC], ["__name__", DESC]),
    ],
  ];
  test.each(lacking)("%s", async (_name, build, missing) => {
    await expect(build(firestore.collection("chats")).get()).rejects.toMatchObject({
      code: 9,
      details: expect.stringContaining(`"indexes" in firestore.indexes.json: ${JSON.stringify(missing)}`),
    });
  });

  test.each<[string, () => Query, object]>([
    [
      "an exempted field",
      () => firestore.collection("chats").where("note", "==", "a"),
      {
        collectionGroup: "chats",
        fieldPath: "note",
        indexes: [{ queryScope: "COLLECTION", ...ASC }],
      },
    ],
    [
      "a collection group",
      () => firestore.collectionGroup("chats").orderBy("at", "desc"),
      {
        collectionGroup: "chats",
        fieldPath: "at",
        indexes: [{ queryScope: "COLLECTION_GROUP", ...DESC }],
      },
    ],
  ])("%s", async (_name, build, missing) => {
    await expect(build().get()).rejects.toMatchObject({
      code: 9,
      details: expect.stringContaining(
        `"fieldOverrides" in firestore.indexes.json: ${JSON.stringify(missing)}`,
      ),
    });
  });

  test("a sum needs the summed field in the index", async () => {
    const { AggregateField } = await import("@google-cloud/firestore");
    const open = firestore.collection("chats").where("status", "==", "open");
    await expect(open.count().get()).resolves.toBeDefined();
    await expect(open.aggregate({ sum: AggregateField.sum("size") }).get()).rejects.toMatchObject({
      code: 9,
    });
  });

  test("a listener gets the reason too", async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = firestore
      .collection("chats")
      .where("x", "==", 1)
      .orderBy("y")
      .onSnapshot(() => {}, reject);
    await expect(promise).rejects.toThrow(/requires an index/);
    stop();
  });
});

test("a file that can't be used says what and where", async () => {
  const wrong = { indexes: [index(["a", ASC]), index(["b", { order: "UPWARDS" }])] };
  const file = await indexesFile(JSON.stringify(wrong));
  expect(() => loadIndexDefinitions(file)).toThrow(`${file}: indexes[1]: order or arrayConfig is "UPWARDS"`);
  const broken = await indexesFile("{");
  expect(() => loadIndexDefinitions(broken)).toThrow(broken);
});
