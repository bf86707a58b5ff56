import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { getStorage } from "firebase-admin/storage";

type Bucket = ReturnType<ReturnType<typeof getStorage>["bucket"]>;

/** Keeps files by our own ids. What is said about them stands in Firestore. */
export type MediaStore = {
  /** Keeps a file, whole or not at all; one with the same id is replaced. Throws what `body` throws. */
  write(id: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  /** The file, or the bytes from `start` up to and with `end`. The stream fails if there is none. */
  read(id: string, range?: { start: number; end: number }): Readable;
  /** Does nothing where there is no such file. */
  remove(id: string): Promise<void>;
};

/** On a laptop: a folder. */
export function folderStore(folder: string): MediaStore {
  return {
    async write(id, body) {
      await mkdir(folder, { recursive: true });
      const unfinished = join(folder, `${id}.${process.pid}.part`);
      try {
        await pipeline(body, createWriteStream(unfinished));
        await rename(unfinished, join(folder, id));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    read: (id, range) => createReadStream(join(folder, id), range),
    remove: (id) => rm(join(folder, id), { force: true }),
  };
}

/** In the cloud: a bucket, to which nobody but our functions has access. */
export function bucketStore(bucket: Bucket): MediaStore {
  const file = (id: string) => bucket.file(`media/${id}`);
  return {
    async write(id, body) {
      // Not resumable: one request for files of this size, and nothing is there until it is complete.
      await pipeline(
        body,
        file(id).createWriteStream({ resumable: false, contentType: "application/octet-stream" }),
      );
    },
    read: (id, range) => file(id).createReadStream(range),
    async remove(id) {
      await file(id).delete({ ignoreNotFound: true });
    },
  };
}
