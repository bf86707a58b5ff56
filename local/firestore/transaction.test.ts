import { Firestore, type Timestamp } from "@google-cloud/firestore";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningFirestore, startFirestore } from "./server.ts";

let server: RunningFirestore;
let firestore: Firestore;

beforeAll(async () => {
  server = await startFirestore();
  firestore = new Firestore({
    projectId: "demo-transactions",
    host: `${server.host}:${server.port}`,
    ssl: false,
    customHeaders: { authorization: "Bearer owner" },
  });
});

beforeEach(() => server.store.clear("projects/demo-transactions/databases/(default)"));

afterAll(async () => {
  await firestore.terminate();
  await server.stop();
});

test("what was read and changed meanwhile is read again", async () => {
  const document = firestore.doc("a/1");
  await document.set({ n: 1 });
  let attempts = 0;
  await firestore.runTransaction(async (transaction) => {
    const n = (await transaction.get(document)).get("n");
    if (attempts++ === 0) await document.set({ n: 10 });
    transaction.set(document, { n: n + 1 });
  });
  expect(attempts).toBe(2);
  expect((await document.get()).get("n")).toBe(11);
});

test("a document that appears in what was queried is noticed", async () => {
  const open = firestore.collection("tickets").where("open", "==", true);
  let attempts = 0;
  await firestore.runTransaction(async (transaction) => {
    const { size } = await transaction.get(open);
    if (attempts++ === 0) await firestore.doc("tickets/new").set({ open: true });
    transaction.set(firestore.doc("counts/open"), { size });
  });
  expect(attempts).toBe(2);
  expect((await firestore.doc("counts/open").get()).get("size")).toBe(1);
});

test("without retries left, contention is ABORTED and nothing is written", async () => {
  const document = firestore.doc("a/1");
  const attempt = firestore.runTransaction(
    async (transaction) => {
      await transaction.get(document);
      await document.set({ by: "somebody else" });
      transaction.set(document, { by: "the transaction" });
    },
    { maxAttempts: 1 },
  );
  await expect(attempt).rejects.toMatchObject({ code: 10 });
  expect((await document.get()).get("by")).toBe("somebody else");
});

test("money moved between accounts in parallel neither appears nor vanishes", async () => {
  const accounts = ["a", "b", "c", "d"].map((id) => firestore.doc(`accounts/${id}`));
  await Promise.all(accounts.map((account) => account.set({ balance: 100 })));
  const move = (from: number, to: number) =>
    firestore.runTransaction(async (transaction) => {
      const source = await transaction.get(accounts[from]!);
      const target = await transaction.get(accounts[to]!);
      transaction.update(accounts[from]!, { balance: source.get("balance") - 1 });
      transaction.update(accounts[to]!, { balance: target.get("balance") + 1 });
    });
  const total = async () =>
    (await firestore.collection("accounts").get()).docs.reduce(
      (sum, account) => sum + account.get("balance"),
      0,
    );
  const moves = Array.from({ length: 20 }, (_, i) =>
    move(i % 4, (i * 3 + 1) % 4 === i % 4 ? (i + 1) % 4 : (i * 3 + 1) % 4),
  );
  expect(await total()).toBe(400);
  await Promise.all(moves);
  expect(await total()).toBe(400);
}, 20_000);

test("a read-only transaction sees one moment", async () => {
  const document = firestore.doc("a/1");
  await document.set({ n: 1 });
  const seen = await firestore.runTransaction(
    async (transaction) => {
      const first = (await transaction.get(document)).get("n");
      await document.set({ n: 2 });
      return [first, (await transaction.get(firestore.collection("a"))).docs[0]!.get("n")];
    },
    { readOnly: true },
  );
  expect(seen).toEqual([1, 1]);
});

test("the past can be read, deleted documents included, but not what is too old", async () => {
  const document = firestore.doc("a/1");
  const { writeTime } = await document.set({ n: 1 });
  await document.delete();
  const readAt = (readTime: Timestamp) =>
    firestore.runTransaction((transaction) => transaction.get(firestore.collection("a")), {
      readOnly: true,
      readTime,
    });
  expect((await readAt(writeTime)).docs.map((found) => found.get("n"))).toEqual([1]);
  const { Timestamp } = await import("@google-cloud/firestore");
  await expect(readAt(Timestamp.fromMillis(Date.now() - 2 * 60 * 60 * 1000))).rejects.toMatchObject({
    code: 9,
  });
});
