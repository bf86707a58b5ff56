import { createHash, randomInt } from "node:crypto";
import { GraphError } from "./graph-error.ts";
import type { MediaKind } from "./media-rules.ts";

/** Media URLs are good for five minutes, in ms. */
const URL_LIFETIME = 5 * 60_000;

export type StoredMedia = {
  id: string;
  kind: MediaKind;
  mime_type: string;
  name: string | null;
  voice: boolean;
  bytes: Uint8Array;
  sha256: Buffer;
};

/** All files that went up or came from a phone. */
export class MediaStore {
  readonly #files = new Map<string, StoredMedia>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(file: Omit<StoredMedia, "id" | "sha256">): StoredMedia {
    const id = `${randomInt(1e8, 1e9)}${randomInt(1e6, 1e7)}`;
    const stored = { ...file, id, sha256: createHash("sha256").update(file.bytes).digest() };
    this.#files.set(id, stored);
    return stored;
  }

  get(id: string): StoredMedia | undefined {
    return this.#files.get(id);
  }

  remove(id: string): boolean {
    return this.#files.delete(id);
  }

  /** What `GET /{media-id}` answers. */
  describe({ id, mime_type, sha256, bytes }: StoredMedia, origin: string) {
    const expires = this.#now() + URL_LIFETIME;
    return {
      messaging_product: "whatsapp",
      url: `${origin}/whatsapp_business/attachments/?mid=${id}&ext=${expires}`,
      mime_type,
      sha256: sha256.toString("hex"),
      file_size: bytes.length,
      id,
    };
  }

  /** The file behind such a URL. Throws a GraphError where the URL is too old. */
  open(query: URLSearchParams): StoredMedia {
    const file = this.#files.get(query.get("mid") ?? "");
    if (!file || !(Number(query.get("ext")) > this.#now())) {
      throw new GraphError(131052, "The media URL is not valid any more; ask for the media id again.");
    }
    return file;
  }
}
