import { randomBytes } from "node:crypto";
import type { Write } from "../apply-write.ts";
import { commitWrites } from "../commit.ts";
import type { Database } from "../database.ts";
import type { StreamSession } from "../grpc-service.ts";
import { checkDatabase } from "../resource-name.ts";
import { invalidArgument } from "../status-error.ts";

export type WriteRequest = { database?: string; writes?: Write[]; streamToken?: Buffer };

/** A stream of writes: the first request opens it, each later one is committed and answered in order. */
export function openWriteStream({ store }: Database, send: (response: object) => void): StreamSession {
  const streamId = randomBytes(8).toString("hex");
  let database: string | null = null;
  let answered = 0;
  const nextToken = () => Buffer.from(String(answered++));
  return {
    receive({ database: name, writes = [] }: WriteRequest) {
      if (database !== null) {
        send({ streamToken: nextToken(), ...commitWrites(store, database, writes) });
        return;
      }
      database = checkDatabase(name);
      if (writes.length > 0) throw invalidArgument("The first request of a write stream can't have writes.");
      send({ streamId, streamToken: nextToken() });
    },
    close() {},
  };
}
