import { randomBytes } from "node:crypto";
import { channelRef, type DeliveryDocument, deliveryRef } from "@live-chat/core/documents.ts";
import type { Firestore, Transaction } from "firebase-admin/firestore";

/** Longer than one send may take, twice: whoever holds a lease renews it with each. In ms. */
const DURATION = 60_000;

/** Somebody else is delivering this conversation; they will look once more before they stop. */
export class LeaseHeldError extends Error {
  override name = "LeaseHeldError";
}

type Whose = { conversation_id: string; channel: string; account: string };

/** The right to deliver one conversation's queue. */
export type Lease = Whose & { holder: string; delivery: DeliveryDocument };

/** When a queue goes on (ms; 0: nothing holds it), and how long it has been failing. */
export type Pause = Pick<DeliveryDocument, "wait_until" | "tries" | "failing_since"> & {
  /** It waits because its channel is stopped. */
  stopped?: true;
};

/** Takes the lease, or the one that ran out. Throws LeaseHeldError. `now` in ms. */
export async function takeLease(db: Firestore, whose: Whose, now: () => number): Promise<Lease> {
  const holder = randomBytes(9).toString("base64url");
  const ref = deliveryRef(db, whose.conversation_id);
  const delivery = await db.runTransaction(async (transaction) => {
    const before = (await transaction.get(ref)).data() ?? fresh(whose);
    const held = before.holder !== null && before.lease_ends > now();
    const after = held
      ? { ...before, asked_again: true }
      : { ...before, holder, lease_ends: now() + DURATION, asked_again: false };
    transaction.set(ref, after);
    return after;
  });
  if (delivery.holder === holder) return { ...whose, holder, delivery };
  throw new LeaseHeldError("the conversation's queue is being delivered right now");
}

/** Renews the lease within a transaction that sends. Throws LeaseHeldError where somebody else took it. */
export async function renewLease(
  db: Firestore,
  transaction: Transaction,
  { conversation_id, holder }: Lease,
  now: number,
): Promise<() => void> {
  const ref = deliveryRef(db, conversation_id);
  const delivery = (await transaction.get(ref)).data();
  if (delivery?.holder !== holder) throw new LeaseHeldError("the lease ran out and somebody else took it");
  return () => void transaction.update(ref, { lease_ends: now + DURATION });
}

/**
 * Gives the lease back and notes the pause (null: none came to be known). Returns false, and keeps the lease, where
 * there may be more to send: somebody asked meanwhile, or the channel goes on, and whoever woke its queues didn't find
 * this one waiting yet.
 */
export async function releaseLease(db: Firestore, lease: Lease, pause: Pause | null): Promise<boolean> {
  const ref = deliveryRef(db, lease.conversation_id);
  const channel = channelRef(db, lease.channel, lease.account);
  return db.runTransaction(async (transaction) => {
    const delivery = (await transaction.get(ref)).data();
    if (delivery?.holder !== lease.holder) return true;
    const state = pause?.stopped ? (await transaction.get(channel)).data()?.state : "stopped";
    const goOn = state !== "stopped" || (delivery.asked_again && pause?.wait_until === 0);
    const holder = goOn ? lease.holder : null;
    const { wait_until, tries, failing_since } = pause ?? delivery;
    transaction.update(ref, { holder, asked_again: false, wait_until, tries, failing_since });
    return !goOn;
  });
}

function fresh({ conversation_id, channel, account }: Whose): DeliveryDocument {
  return {
    ...{ conversation_id, channel, account, holder: null, lease_ends: 0, asked_again: false },
    ...{ wait_until: 0, tries: 0, failing_since: null },
  };
}
