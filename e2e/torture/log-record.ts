import { crc32 } from "node:zlib";
import type { ChatEvent } from "@live-chat/contract/event.ts";
import { toEventId } from "@live-chat/core/event-log.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Redis } from "ioredis";
import { type Copy, digestOf } from "./truth.ts";

/** What one entry of the log says, kept once for all who got it. */
export type Entry = {
  id: string;
  event: string;
  /** Of its data; the texts themselves would fill the memory in a long run. */
  checksum: number;
  /** Its place in the log: the two numbers of its id. */
  order: readonly [time: number, count: number];
  copies: [key: string, copy: Copy][];
  /** Of a `new_message`. */
  message: { conversationId: string; seq: number } | null;
};

/**
 * All log entries that anyone has ever seen, by epoch: read from Redis itself as far as it lived long enough,
 * and from what clients received.
 */
export class LogRecord {
  readonly #entries = new Map<string, Entry>();
  readonly #epochs = new Map<string, Entry[]>();
  readonly #unsorted = new Set<string>();
  readonly #logIds = new Set<string>();
  readonly problems: string[] = [];

  /** Takes an entry as somebody got it; everybody must have got the same. */
  note(seenId: string, event: string, data: string): Entry {
    const checksum = crc32(data);
    const known = this.#entries.get(seenId);
    if (known) {
      if (known.event !== event || known.checksum !== checksum)
        this.problems.push(`${seenId} says two things`);
      return known;
    }
    const id = copyOf(seenId);
    const entry = { id, event: copyOf(event), checksum, order: orderOf(id), ...read(event, data) };
    this.#entries.set(id, entry);
    this.#logIds.add(id.slice(id.indexOf("/") + 1));
    const epoch = epochOf(id);
    const entries = this.#epochs.get(epoch) ?? [];
    if (entries.push(entry) === 1) this.#epochs.set(epoch, entries);
    this.#unsorted.add(epoch);
    return entry;
  }

  /** How many were ever appended: a Redis restarted with older data shows the same ones in another epoch. */
  get size(): number {
    return this.#logIds.size;
  }

  /** An epoch's known entries, in log order. */
  entriesOf(epoch: string): readonly Entry[] {
    const entries = this.#epochs.get(epoch) ?? [];
    if (this.#unsorted.delete(epoch)) entries.sort((one, other) => compareOrder(one.order, other.order));
    return entries;
  }

  entry(id: string): Entry | undefined {
    return this.#entries.get(id);
  }
}

/** A string that was cut out of what a client received would keep all of that in memory; a copy doesn't. */
const copyOf = (text: string) => Buffer.from(text).toString();

export const epochOf = (eventId: string): string => eventId.split("/")[0]!;

/** The place of an event's id in its epoch. */
export function orderOf(eventId: string): Entry["order"] {
  const [time = 0, count = 0] = eventId
    .slice(eventId.indexOf("/") + 1)
    .split("-")
    .map(Number);
  return [time, count];
}

export function compareOrder(one: Entry["order"], other: Entry["order"]): number {
  return one[0] - other[0] || one[1] - other[1];
}

function read(event: string, data: string): Pick<Entry, "copies" | "message"> {
  const { data: told } = { event, data: JSON.parse(data) } as Extract<ChatEvent, { event: "new_message" }>;
  const copies: Entry["copies"] = [];
  const { conversation, message } = told;
  if (conversation) {
    copies.push([
      conversation.conversation_id,
      { version: conversation.version, digest: digestOf(conversation) },
    ]);
  }
  if (message) {
    const key = `${message.conversation_id}/${message.message_id}`;
    copies.push([key, { version: message.version, digest: digestOf(message) }]);
  }
  const isNew = event === "new_message";
  return { copies, message: isNew ? { conversationId: message.conversation_id, seq: message.seq } : null };
}

/** Reads the log beside the gateways, every few milliseconds, whatever happens to Redis. */
export function watchLog(redis: Redis, record: LogRecord): { stop(): void; head(): string } {
  let runId = "";
  let connection = 0;
  let origin = "";
  let last = "-";
  let head = "";
  redis.on("close", () => {
    runId = "";
    connection++;
  });

  async function look(): Promise<void> {
    const current = connection;
    if (runId === "") {
      const info = await redis.info("server");
      if (current !== connection) return;
      runId = /^run_id:(\w{12})/m.exec(info)?.[1] ?? "";
    }
    const from = last === "-" ? "-" : `(${last}`;
    const answers = await redis
      .multi()
      .get(redisKeys.logOrigin)
      .xrange(redisKeys.log, from, "+", "COUNT", "2000")
      .exec();
    if (current !== connection) return;
    const random = (answers?.[0]?.[1] as string | null)?.split(":")[0];
    const found = answers?.[1]?.[1] as [string, string[]][];
    if (!random) return;
    const epoch = `${random}-${runId}`;
    if (epoch !== origin) {
      origin = epoch;
      last = "-";
      return;
    }
    for (const [id, fields] of found) {
      last = id;
      head = toEventId(epoch, id);
      if (fields[0] === "event") record.note(head, fields[1]!, fields[3]!);
    }
  }

  let stopped = false;
  const loop = async () => {
    while (!stopped) {
      await look().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  void loop();
  return {
    stop() {
      stopped = true;
    },
    head: () => head,
  };
}
