/** What functions hear of the official client's writes. */
import { FieldValue, Firestore } from "@google-cloud/firestore";
import { afterEach, expect, test } from "vitest";
import { type FirestoreOptions, type RunningFirestore, startFirestore } from "../server.ts";
import type { EventListener } from "./triggers.ts";

const PROJECT = "demo-triggers";
type Event = Parameters<EventListener>[0];

let running: { firestore: RunningFirestore; client: Firestore }[] = [];
afterEach(async () => {
  for (const { firestore, client } of running) {
    await client.terminate();
    await firestore.stop();
  }
  running = [];
});

async function setUp(options: FirestoreOptions = {}) {
  const firestore = await startFirestore(options);
  const client = new Firestore({
    projectId: PROJECT,
    host: firestore.host,
    port: firestore.port,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
  running.push({ firestore, client });
  return { triggers: firestore.triggers, client };
}

test("creating, updating and deleting each tell what was there before and is there now", async () => {
  const { triggers, client } = await setUp();
  const events: Event[] = [];
  triggers.listen(PROJECT, "written", "users/{id}", (event) => events.push(event));
  const ada = client.doc("users/ada");
  await ada.set({ name: "Ada", visits: 1 });
  await ada.update({ visits: FieldValue.increment(1) });
  await ada.update({ visits: 2 });
  await ada.delete();
  await client.doc("teams/one").set({});
  await triggers.idle();
  const seen = events.map(({ data }) => [data.oldValue.fields?.visits, data.value.fields?.visits]);
  expect(seen).toEqual([
    [undefined, { integerValue: "1" }],
    [{ integerValue: "1" }, { integerValue: "2" }],
    [{ integerValue: "2" }, undefined],
  ]);
  expect(events[1]?.data.updateMask?.fieldPaths).toEqual(["visits"]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(3);
});

test("a transaction that fails tells nothing; one that succeeds tells all of it", async () => {
  const { triggers, client } = await setUp();
  const seen: string[] = [];
  triggers.listen(PROJECT, "created", "{collection}/{id}", ({ document }) => seen.push(document));
  const failing = client.runTransaction(async (transaction) => {
    transaction.set(client.doc("a/1"), {});
    transaction.update(client.doc("a/missing"), { n: 1 });
  });
  await expect(failing).rejects.toThrow();
  await client.runTransaction(async (transaction) => {
    transaction.set(client.doc("a/2"), {});
    transaction.set(client.doc("a/3"), {});
  });
  await triggers.idle();
  expect(seen).toEqual(["a/2", "a/3"]);
});

test("a slow function doesn't hold up writes", async () => {
  const { triggers, client } = await setUp();
  let finish!: () => void;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let calls = 0;
  triggers.listen(PROJECT, "created", "a/{id}", async () => {
    calls++;
    await finished;
  });
  for (let i = 0; i < 40; i++) await client.doc(`a/${i}`).set({});
  expect((await client.collection("a").count().get()).data().count).toBe(40);
  finish();
  await triggers.idle();
  expect(calls).toBe(40);
});

test("a counter counted in a trigger drifts under chaos, as it does in production", async () => {
  const { triggers, client } = await setUp({ chaosSeed: 3 });
  triggers.listen(PROJECT, "created", "a/{id}", () =>
    client.doc("counters/a").set({ n: FieldValue.increment(1) }, { merge: true }),
  );
  const batch = client.batch();
  for (let i = 0; i < 10; i++) batch.set(client.doc(`a/${i}`), {});
  await batch.commit();
  await triggers.idle();
  expect((await client.doc("counters/a").get()).get("n")).toBe(20);
});
