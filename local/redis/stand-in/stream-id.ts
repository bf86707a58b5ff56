import { RedisError } from "./reply.ts";

/** A stream id "ms-seq" as one number: ms in the high, seq in the low 64 bits, so ids compare as numbers. */
export type StreamId = bigint;

const maxPart = 2n ** 64n - 1n;
export const maxStreamId: StreamId = (maxPart << 64n) | maxPart;

export const makeStreamId = (ms: bigint, seq: bigint): StreamId => (ms << 64n) | seq;
export const formatStreamId = (id: StreamId) => `${id >> 64n}-${id & maxPart}`;

const invalidId = () => new RedisError("ERR Invalid stream ID specified as stream command argument");

/** Parses "5-3", or "5" with the seq that the command means by leaving it out. */
export function parseStreamId(text: string, missingSeq: bigint): StreamId {
  const parts = /^(\d{1,20})(?:-(\d{1,20}))?$/.exec(text);
  if (!parts) throw invalidId();
  const ms = BigInt(parts[1]!);
  const seq = parts[2] === undefined ? missingSeq : BigInt(parts[2]);
  if (ms > maxPart || seq > maxPart) throw invalidId();
  return makeStreamId(ms, seq);
}

/** Parses one end of an XRANGE: "-", "+", "5", "5-3", or "(5-3" for everything beyond it. */
export function parseRangeEnd(text: string, end: "start" | "end"): StreamId {
  if (text === "-") return 0n;
  if (text === "+") return maxStreamId;
  const exclusive = text.startsWith("(");
  const id = parseStreamId(exclusive ? text.slice(1) : text, end === "start" ? 0n : maxPart);
  if (!exclusive) return id;
  if (id === (end === "start" ? maxStreamId : 0n))
    throw new RedisError(`ERR invalid ${end} ID for the interval`);
  return end === "start" ? id + 1n : id - 1n;
}

/** What XADD was told: "*" (any next id), "5-*" (the next one in that millisecond), or the id itself. */
export type NewStreamId = "any" | { millisecond: bigint } | StreamId;

export function parseNewStreamId(text: string): NewStreamId {
  if (text === "*") return "any";
  const millisecond = /^(\d+)-\*$/.exec(text)?.[1];
  if (millisecond === undefined) return parseStreamId(text, 0n);
  return { millisecond: parseStreamId(millisecond, 0n) >> 64n };
}

/** The id for an entry after `last`; throws when there is none. `now` in ms. */
export function chooseStreamId(wanted: NewStreamId, last: StreamId, now: number): StreamId {
  if (last === maxStreamId) {
    throw new RedisError("ERR The stream has exhausted the last possible ID, unable to add more items");
  }
  const next = last + 1n;
  if (wanted === "any") {
    const fresh = makeStreamId(BigInt(now), 0n);
    return fresh > next ? fresh : next;
  }
  const id = typeof wanted === "bigint" ? wanted : firstInMillisecond(wanted.millisecond, next);
  if (id <= last) {
    throw new RedisError("ERR The ID specified in XADD is equal or smaller than the target stream top item");
  }
  return id;
}

function firstInMillisecond(millisecond: bigint, next: StreamId): StreamId {
  return next >> 64n === millisecond ? next : makeStreamId(millisecond, 0n);
}
