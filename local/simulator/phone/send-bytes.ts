import type { IncomingMessage, ServerResponse } from "node:http";
import type { PhoneFile } from "./phone-chat.ts";

const SHOWN = /^(image\/(jpeg|png|webp)|audio\/|video\/)/;

/** Answers with a file, or the part that a player asks for. Files come from anywhere: nothing in them may run. */
export function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, mimeType }: PhoneFile,
): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const from = Number(range?.[1] ?? 0);
  const to = Math.min(range?.[2] ? Number(range[2]) : Number.POSITIVE_INFINITY, bytes.length - 1);
  if (from > to) {
    response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    return;
  }
  response
    .writeHead(range ? 206 : 200, {
      ...(range ? { "content-range": `bytes ${from}-${to}/${bytes.length}` } : {}),
      "accept-ranges": "bytes",
      "content-type": SHOWN.test(mimeType) ? mimeType : "application/octet-stream",
      "content-length": to - from + 1,
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, max-age=3600",
    })
    .end(bytes.subarray(from, to + 1));
}
