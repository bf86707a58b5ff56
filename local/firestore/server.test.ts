import { FieldValue, Firestore } from "@google-cloud/firestore";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningFirestore, startFirestore } from "./server.ts";

let server: RunningFirestore;
let firestore: Firestore;

beforeAll(async () => {
  server = await startFirestore();
  const { host, port } = server;
  process.env.FIRESTORE_EMULATOR_HOST = `${host}:${port}`;
  firestore = new Firestore({ projectId: "demo-test" });
});

beforeEach(async () => {
  const path = "emulator/v1/projects/demo-test/databases/(default)/documents";
  const response = await fetch(`http://${server.host}:${server.port}/${path}`, { method: "DELETE" });
  expect(response.status).toBe(200);
});

afterAll(async () => {
  await firestore.terminate();
  await server.stop();
});

test("what is written is read again", async () => {
  const document = firestore.doc("cities/paris");
  await document.set({ name: "Paris", population: 2_100_000, founded: null });
  expect((await document.get()).data()).toEqual({ name: "Paris", population: 2_100_000, founded: null });
});

test("25 contended increments end at 25", async () => {
  const counter = firestore.doc("counters/one");
  await counter.set({ value: 0 });
  const increment = () =>
    firestore.runTransaction(async (transaction) => {
      const value = (await transaction.get(counter)).get("value") as number;
      transaction.update(counter, { value: value + 1 });
    });
  await Promise.all(Array.from({ length: 25 }, increment));
  expect((await counter.get()).get("value")).toBe(25);
});

test("a collection group finds documents under every parent, in order", async () => {
  await Promise.all(
    ["a/1/rooms/x", "b/2/rooms/y", "rooms/z"].map((path, size) => firestore.doc(path).set({ size })),
  );
  const rooms = firestore.collectionGroup("rooms");
  const found = await rooms.where("size", ">=", 0).orderBy("size", "desc").get();
  expect(found.docs.map(({ id }) => id)).toEqual(["z", "y", "x"]);
  expect((await rooms.count().get()).data().count).toBe(3);
});

test("transforms work on what is stored", async () => {
  const document = firestore.doc("counters/two");
  await document.set({ tags: ["a"] });
  const { writeTime } = await document.update({
    n: FieldValue.increment(2),
    tags: FieldValue.arrayUnion("a", "b"),
    at: FieldValue.serverTimestamp(),
  });
  const { n, tags, at } = (await document.get()).data()!;
  expect({ n, tags }).toEqual({ n: 2, tags: ["a", "b"] });
  expect(at.toMillis()).toBe(writeTime.toMillis());
});

test("preconditions fail with their codes", async () => {
  const document = firestore.doc("cities/rome");
  await expect(document.update({ a: 1 })).rejects.toMatchObject({ code: 5 });
  await document.create({ a: 1 });
  await expect(document.create({ a: 1 })).rejects.toMatchObject({ code: 6 });
});

test("a query that isn't allowed fails with its reason", async () => {
  const tooMany = firestore.collection("cities").where("name", "not-in", [..."abcdefghijk"]);
  await expect(tooMany.get()).rejects.toMatchObject({ code: 3, details: expect.stringMatching(/up to 10/) });
});
