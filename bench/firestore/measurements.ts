import type { Firestore } from "@google-cloud/firestore";
import type { Running } from "./contestant.ts";

/** What is measured; `run` returns the figure, or a sentence where the outcome is wrong. */
export type Measurement = {
  title: string;
  unit: string;
  better: "less" | "more";
  run(running: Running): Promise<number | string>;
};

export const MEASUREMENTS: Measurement[] = [
  { title: "single writes, 16 at a time", unit: "/s", better: "more", run: singleWrites },
  {
    title: "transactions on one counter, 25 at a time",
    unit: "/s",
    better: "more",
    run: contendedTransactions,
  },
  { title: "query over 10,000 documents, 100 results", unit: "ms", better: "less", run: selectiveQuery },
  { title: "query with 10,000 results", unit: "ms", better: "less", run: wholeQuery },
  { title: "memory with 100,000 documents", unit: "MB", better: "less", run: memory },
];

async function singleWrites({ firestore }: Running): Promise<number> {
  const writes = 3000;
  const collection = firestore.collection("writes");
  await inParallel(16, 300, (i) => collection.doc(`warm-up-${i}`).set(message(i)));
  const seconds = await timed(() =>
    inParallel(16, writes, (i) => collection.doc(`message-${i}`).set(message(i))),
  );
  return writes / seconds;
}

async function contendedTransactions({ firestore }: Running): Promise<number | string> {
  const transactions = 200;
  const counter = firestore.doc("counters/contended");
  await counter.set({ value: 0 });
  const increment = () =>
    firestore.runTransaction(
      async (transaction) => {
        const { value } = (await transaction.get(counter)).data() as { value: number };
        transaction.update(counter, { value: value + 1 });
      },
      { maxAttempts: 100 },
    );
  const seconds = await timed(() => inParallel(25, transactions, increment));
  const { value } = (await counter.get()).data() as { value: number };
  return value === transactions ? transactions / seconds : `wrong: ends at ${value} of ${transactions}`;
}

async function selectiveQuery({ firestore }: Running): Promise<number> {
  await fill(firestore, "messages", 10_000);
  const recent = firestore
    .collection("messages")
    .where("status", "==", "read")
    .orderBy("seq", "desc")
    .limit(100);
  return median(20, async () => {
    const { size } = await recent.get();
    if (size !== 100) throw new Error(`The query found ${size} documents, not 100.`);
  });
}

async function wholeQuery({ firestore }: Running): Promise<number> {
  await fill(firestore, "messages", 10_000);
  return median(5, async () => {
    const { size } = await firestore.collection("messages").get();
    if (size !== 10_000) throw new Error(`The query found ${size} documents, not 10,000.`);
  });
}

async function memory({ firestore, memory }: Running): Promise<number> {
  await fill(firestore, "many", 100_000);
  return memory();
}

async function fill(firestore: Firestore, collectionId: string, count: number): Promise<void> {
  const collection = firestore.collection(collectionId);
  const batchSize = 500;
  await inParallel(4, count / batchSize, async (batchNumber) => {
    const batch = firestore.batch();
    for (let i = batchNumber * batchSize; i < (batchNumber + 1) * batchSize; i++) {
      batch.set(collection.doc(`message-${i}`), message(i));
    }
    await batch.commit();
  });
}

/** Like a chat's: about 400 bytes. */
function message(seq: number) {
  return {
    seq,
    conversation_id: `conversation-${seq % 100}`,
    direction: seq % 2 ? "inbound" : "outbound",
    status: seq % 3 ? "delivered" : "read",
    text: `Message number ${seq}, which says about as much as people usually say in a chat.`,
    author: { kind: "customer", id: `customer-${seq % 100}`, name: "Ana" },
    attachments: [],
    created_at: new Date(1_790_000_000_000 + seq),
    version: 1,
  };
}

/** Runs `count` jobs, `width` at a time. */
async function inParallel(width: number, count: number, job: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: width }, work));
}

/** Returns seconds. */
async function timed(job: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await job();
  return (performance.now() - begun) / 1000;
}

/** Returns the median of some runs, in milliseconds; the first doesn't count. */
async function median(runs: number, job: () => Promise<unknown>): Promise<number> {
  await job();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) times.push((await timed(job)) * 1000);
  return times.sort((a, b) => a - b)[runs >> 1]!;
}
