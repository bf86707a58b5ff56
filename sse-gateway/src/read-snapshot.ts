import type { ConversationsAnswer } from "@live-chat/contract/rest.ts";
import { toEventId } from "@live-chat/core/event-log.ts";
import { log } from "@live-chat/core/logger.ts";
import { type Chunk, frameEvent, toChunk } from "./frame.ts";
import type { Position, RecentLog } from "./recent-log.ts";

/** ms for one read of the page, and between two tries. */
const READ_PATIENCE = 8_000;
const PAUSES = [300, 1_000, 3_000];
/** ms for which a page is given to whoever comes, as long as nothing new stands in the log. */
const SHARED_FOR = 200;

/** The list's first page as an event, complete up to and with the log's entry `from`. */
export type Snapshot = { from: Position; chunk: Chunk };

type Shared = { snapshot: Promise<Snapshot>; from: Position; until: number };
const UNDER_WAY = Number.POSITIVE_INFINITY;

/**
 * Makes the reader of `conversations` events. The cursor is noted first, then the page is read, so nothing can
 * fall between them. Many who ask at once share one read. The reader throws when the page can't be had.
 */
export function createSnapshotReader(
  recentLog: RecentLog,
  readPage: () => Promise<ConversationsAnswer>,
): () => Promise<Snapshot> {
  let shared: Shared | null = null;

  async function read({ epoch, head }: Position): Promise<Snapshot> {
    const { conversations, total } = await withDeadline(readPage());
    const page = JSON.stringify({ conversations, total });
    const chunk = toChunk([frameEvent("conversations", page, toEventId(epoch, head))]);
    return { from: { epoch, head }, chunk };
  }

  async function readWithRetries(from: Position): Promise<Snapshot> {
    for (const pause of PAUSES) {
      try {
        return await read(from);
      } catch (error) {
        log("WARNING", "snapshot not read", { error: (error as Error).message });
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return read(from);
  }

  function isShareable({ from, until }: Shared): boolean {
    if (until === UNDER_WAY) return recentLog.follows(from);
    return from.epoch === recentLog.epoch && from.head === recentLog.head && Date.now() < until;
  }

  return () => {
    if (shared && isShareable(shared)) return shared.snapshot;
    const from = { epoch: recentLog.epoch, head: recentLog.head };
    const mine = { snapshot: readWithRetries(from), from, until: UNDER_WAY };
    shared = mine;
    mine.snapshot.then(
      () => {
        mine.until = Date.now() + SHARED_FOR;
      },
      () => {
        mine.until = 0;
      },
    );
    return mine.snapshot;
  };
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("the page took too long")), READ_PATIENCE);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
