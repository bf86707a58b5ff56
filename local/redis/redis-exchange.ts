import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** For tests: opens a plain socket to a Redis, without any client library between. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  return socket;
}

/** Frames a command as clients send it; one character is one byte. */
export function encodeRequest(words: readonly string[]): Buffer {
  const bulks = words.map((word) => `$${word.length}\r\n${word}\r\n`);
  return Buffer.from(`*${words.length}\r\n${bulks.join("")}`, "latin1");
}

/** Everything the other side sends until it closes the connection. */
export async function readUntilClosed(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  await once(socket, "close");
  return Buffer.concat(chunks).toString("latin1");
}

/** Sends commands in one pipeline, and QUIT; returns the replies, each as its bytes. */
export async function exchange(url: string, requests: readonly (readonly string[])[]): Promise<string[]> {
  const socket = await openSocket(url);
  socket.write(Buffer.concat([...requests, ["QUIT"]].map(encodeRequest)));
  return splitReplies(await readUntilClosed(socket));
}

function splitReplies(bytes: string): string[] {
  const replies: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = findReplyEnd(bytes, start);
    replies.push(bytes.slice(start, end));
    start = end;
  }
  return replies;
}

function findReplyEnd(bytes: string, start: number): number {
  const lineEnd = bytes.indexOf("\r\n", start) + 2;
  const mark = bytes[start]!;
  const size = Number(bytes.slice(start + 1, lineEnd - 2));
  if ("$=".includes(mark)) return size < 0 ? lineEnd : lineEnd + size + 2;
  if (!"*~>%".includes(mark)) return lineEnd;
  let end = lineEnd;
  for (let count = mark === "%" ? size * 2 : size; count > 0; count--) end = findReplyEnd(bytes, end);
  return end;
}
