/** A chunk of the stream, framed once and written to everybody who gets it. */
export type Chunk = {
  /** With HTTP/1.1's chunk framing built in. */
  chunked: Buffer;
  /** The same bytes without it, for HTTP/1.0: a view into `chunked`. */
  identity: Buffer;
};

/** The chunk that ends a chunked response. */
export const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** One server-sent event as text; `data` is JSON, and a line break in it is kept legal. */
export function frameEvent(event: string, data: string, id?: string): string {
  const lines = /[\r\n]/.test(data) ? data.replace(/\r\n|\r|\n/g, "\ndata: ") : data;
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${lines}\n\n`;
}

/** Tells a client how long to wait, in ms, before it reconnects. */
export const frameRetry = (ms: number) => `retry: ${Math.round(ms)}\n\n`;

/** Joins framed events into one chunk: one copy of the bytes, whatever the number of clients. */
export function toChunk(frames: readonly (Buffer | string)[]): Chunk {
  const buffers = frames.map((frame) => (typeof frame === "string" ? Buffer.from(frame) : frame));
  const length = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  const size = `${length.toString(16)}\r\n`;
  const chunked = Buffer.concat([Buffer.from(size), ...buffers, Buffer.from("\r\n")]);
  return { chunked, identity: chunked.subarray(size.length, size.length + length) };
}
