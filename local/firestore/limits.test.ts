import { FieldPath, FieldValue, Filter, Firestore } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningFirestore, startFirestore } from "./server.ts";

let server: RunningFirestore;
let firestore: Firestore;

beforeAll(async () => {
  server = await startFirestore();
  firestore = new Firestore({
    projectId: "demo-limits",
    host: `${server.host}:${server.port}`,
    ssl: false,
    customHeaders: { authorization: "Bearer owner" },
  });
});

afterAll(async () => {
  await firestore.terminate();
  await server.stop();
});

/** A map in a map in a map …, `depth` of them. */
function nested(depth: number): object {
  return depth === 0 ? {} : { inner: nested(depth - 1) };
}

describe("a document that production refuses is refused, and nothing is stored", () => {
  test.each<[string, object, RegExp]>([
    [
      "larger than 1 MiB",
      { text: "a".repeat(1_048_576) },
      /exceeds the maximum allowed size of 1,048,576 bytes/,
    ],
    ["nested deeper than 20 levels", { root: nested(20) }, /deeper than 20 levels/],
    ["with a reserved field", { fields: { __secret__: 1 } }, /"__secret__" is reserved/],
    [
      "with a vector of too many dimensions",
      { v: FieldValue.vector(Array(2049).fill(1)) },
      /2048 dimensions/,
    ],
  ])("%s", async (_name, data, reason) => {
    const document = firestore.doc("refused/one");
    const write = firestore.batch().set(firestore.doc("refused/two"), { a: 1 }).set(document, data).commit();
    await expect(write).rejects.toMatchObject({ code: 3, details: expect.stringMatching(reason) });
    expect((await firestore.collection("refused").get()).empty).toBe(true);
  });

  test.each(["a/__reserved__", `a/${"x".repeat(1501)}`])("at %s", async (path) => {
    await expect(firestore.doc(path).set({})).rejects.toMatchObject({ code: 3 });
  });

  test("but at the limits it is stored", async () => {
    await firestore.doc("stored/deep").set({ root: nested(19) });
    await firestore.doc("stored/large").set({ text: "a".repeat(1_048_000) });
    expect((await firestore.collection("stored").get()).size).toBe(2);
  });
});

describe("a query that production refuses is refused", () => {
  const letters = [..."abcdefghijklmnopqrstuvwxyzABCDE"];
  const orOf = (count: number) =>
    Filter.or(...letters.slice(0, count).map((letter) => Filter.where("x", "==", letter)));
  const collection = () => firestore.collection("cities");

  test("more than 30 alternatives, counted after multiplying out", async () => {
    await expect(collection().where(orOf(30)).get()).resolves.toBeDefined();
    await expect(collection().where(orOf(31)).get()).rejects.toMatchObject({ code: 3 });
    const multiplied = collection()
      .where("x", "in", letters.slice(0, 6))
      .where("y", "in", letters.slice(0, 6));
    await expect(multiplied.get()).rejects.toMatchObject({ code: 3, details: expect.stringContaining("36") });
  });

  test("two array-contains together, or not-in beside in", async () => {
    const twice = collection().where("x", "array-contains", 1).where("y", "array-contains", 1);
    await expect(twice.get()).rejects.toMatchObject({ code: 3 });
    const mixed = collection().where("x", "not-in", [1]).where("y", "in", [1, 2]);
    await expect(mixed.get()).rejects.toMatchObject({ code: 3 });
  });
});

test("field names that need quoting are written, masked and found", async () => {
  const document = firestore.doc("quoted/one");
  await document.set({ "a.b": { "c`d\\": 1, e: 2 } });
  await document.update(new FieldPath("a.b", "c`d\\"), FieldValue.increment(1));
  expect((await document.get()).data()).toEqual({ "a.b": { "c`d\\": 2, e: 2 } });
  const found = await firestore.collection("quoted").where(new FieldPath("a.b", "c`d\\"), "==", 2).get();
  expect(found.size).toBe(1);
});

test("projects and databases don't see each other's documents", async () => {
  const options = {
    host: `${server.host}:${server.port}`,
    ssl: false,
    customHeaders: { authorization: "Bearer owner" },
  };
  const others = [
    new Firestore({ ...options, projectId: "demo-limits", databaseId: "second" }),
    new Firestore({ ...options, projectId: "demo-other" }),
  ];
  await firestore.doc("shared/path").set({ of: "first" });
  for (const other of others) {
    expect((await other.doc("shared/path").get()).exists).toBe(false);
    expect(await other.listCollections()).toEqual([]);
    await other.terminate();
  }
});
