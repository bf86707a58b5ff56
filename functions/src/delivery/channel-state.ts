import type { ChannelState } from "@live-chat/contract/channels.ts";
import type { DeliveryError } from "@live-chat/contract/message.ts";
import {
  type ChannelDocument,
  type ConversationDocument,
  channelRef,
  type Firestore,
} from "@live-chat/core/documents.ts";

/** A stopped channel is tried again this often, by one message. In ms. */
const PROBE_EVERY = 10 * 60_000;

type Place = Pick<ConversationDocument, "channel" | "account">;

/** When a channel may be used, in ms; `probing`: by this one message, to see whether it works again. */
export type Usable = { at: number; probing: boolean };

/** A channel that isn't stopped is usable now; a stopped one at its next probe. */
export async function whenUsable(db: Firestore, place: Place, now: number): Promise<Usable> {
  const ref = channelRef(db, place.channel, place.account);
  const known = (await ref.get()).data();
  if (known?.state !== "stopped") return { at: now, probing: false };
  if (now < known.probe_at) return { at: known.probe_at, probing: false };
  return db.runTransaction(async (transaction) => {
    const { probe_at = 0 } = (await transaction.get(ref)).data() ?? {};
    if (now < probe_at) return { at: probe_at, probing: false };
    transaction.update(ref, { probe_at: now + PROBE_EVERY });
    return { at: now, probing: true };
  });
}

/** Says that nothing leaves by this channel until somebody mends what `error` names. */
export async function stopChannel(
  db: Firestore,
  place: Place,
  error: DeliveryError,
  now: number,
): Promise<number> {
  const { probe_at } = await changeChannel(db, place, (before) =>
    before.state === "stopped" && before.error?.code === error.code
      ? { ...before, probe_at: now + PROBE_EVERY }
      : { ...changed(before, now), state: "stopped", error, probe_at: now + PROBE_EVERY },
  );
  return probe_at;
}

/** Says that it works again, where it was stopped. */
export async function resumeChannel(db: Firestore, place: Place, now: number): Promise<ChannelDocument> {
  return changeChannel(db, place, (before) =>
    before.state === "ok" ? before : { ...changed(before, now), state: "ok", error: null, probe_at: 0 },
  );
}

export function toChannelState({ probe_at, ...state }: ChannelDocument): ChannelState {
  return state;
}

async function changeChannel(
  db: Firestore,
  { channel, account }: Place,
  decide: (before: ChannelDocument) => ChannelDocument,
): Promise<ChannelDocument> {
  const ref = channelRef(db, channel, account);
  return db.runTransaction(async (transaction) => {
    const before = (await transaction.get(ref)).data() ?? {
      ...({ channel, account, state: "ok", error: null, changed_at: null, version: 0, probe_at: 0 } as const),
    };
    const after = decide(before);
    if (after !== before) transaction.set(ref, after);
    return after;
  });
}

function changed(before: ChannelDocument, now: number): ChannelDocument {
  return { ...before, changed_at: new Date(now).toISOString(), version: before.version + 1 };
}
