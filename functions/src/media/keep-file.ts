import { createHash } from "node:crypto";
import type { MediaStore } from "./media-store.ts";
import { believedType, kindOf, MAX_SIZE, type MediaKind } from "./media-type.ts";
import { SNIFFED_BYTES, sniffType } from "./sniff-type.ts";

export type KeptFile = { kind: MediaKind; mime_type: string; size: number; sha256: string };

/** Why a file isn't kept: it is larger than its kind may be, or there is nothing in it. */
export class FileRefusedError extends Error {
  override name = "FileRefusedError";
  readonly code: "too_large" | "empty";
  constructor(code: "too_large" | "empty", message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Keeps a file and returns what it turned out to be; `claimed` is the type that its sender names. Throws
 * FileRefusedError, and what `body` or the store throws; the file isn't kept then.
 */
export async function keepFile(
  store: MediaStore,
  id: string,
  body: AsyncIterable<Uint8Array>,
  claimed: string | null,
): Promise<KeptFile> {
  const hash = createHash("sha256");
  let head = Buffer.alloc(0);
  let size = 0;

  async function* examined() {
    for await (const chunk of body) {
      if (head.length < SNIFFED_BYTES) head = Buffer.concat([head, chunk.subarray(0, SNIFFED_BYTES)]);
      size += chunk.length;
      hash.update(chunk);
      // Until enough is known of it, the largest kind's limit holds.
      const limit = head.length < SNIFFED_BYTES ? MAX_SIZE.document : MAX_SIZE[kindOf(typeOf())];
      if (size > limit) throw new FileRefusedError("too_large", `larger than ${limit} bytes`);
      yield chunk;
    }
    if (size === 0) throw new FileRefusedError("empty", "there is nothing in it");
  }
  const typeOf = () => believedType(sniffType(head), claimed);

  await store.write(id, examined());
  const mime_type = typeOf();
  return { kind: kindOf(mime_type), mime_type, size, sha256: hash.digest("hex") };
}
