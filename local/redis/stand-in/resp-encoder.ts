import { isReplyList, type Protocol, type Reply } from "./reply.ts";

/** Writes a reply as RESP2 or RESP3; what RESP2 doesn't know becomes its nearest older shape. */
export function encodeReply(reply: Reply, protocol: Protocol): Buffer {
  const parts: string[] = [];
  append(parts, reply, protocol);
  return Buffer.from(parts.join(""), "latin1");
}

function append(parts: string[], reply: Reply, protocol: Protocol): void {
  if (typeof reply === "string") parts.push(`$${reply.length}\r\n`, reply, "\r\n");
  else if (typeof reply === "number" || typeof reply === "bigint") parts.push(`:${reply}\r\n`);
  else if (reply === null) parts.push(protocol === 3 ? "_\r\n" : "$-1\r\n");
  else if (isReplyList(reply)) appendAll(parts, "*", reply, protocol);
  else if ("status" in reply) parts.push(`+${oneLine(reply.status)}\r\n`);
  else if ("error" in reply) parts.push(`-${oneLine(reply.error)}\r\n`);
  else if ("nullArray" in reply) parts.push(protocol === 3 ? "_\r\n" : "*-1\r\n");
  else if ("double" in reply) appendDouble(parts, reply.double, protocol);
  else if ("verbatim" in reply) appendVerbatim(parts, reply.verbatim, protocol);
  else if ("map" in reply) appendMap(parts, reply.map, protocol);
  else if ("set" in reply) appendAll(parts, protocol === 3 ? "~" : "*", reply.set, protocol);
  else if ("push" in reply) appendAll(parts, protocol === 3 ? ">" : "*", reply.push, protocol);
  else for (const each of reply.several) append(parts, each, protocol);
}

function appendAll(parts: string[], mark: string, replies: readonly Reply[], protocol: Protocol): void {
  parts.push(`${mark}${replies.length}\r\n`);
  for (const reply of replies) append(parts, reply, protocol);
}

function appendMap(parts: string[], map: readonly (readonly [Reply, Reply])[], protocol: Protocol): void {
  if (protocol === 3) parts.push(`%${map.length}\r\n`);
  else parts.push(`*${map.length * 2}\r\n`);
  for (const pair of map) for (const reply of pair) append(parts, reply, protocol);
}

function appendDouble(parts: string[], value: number, protocol: Protocol): void {
  if (protocol === 3) parts.push(`,${formatDouble(value)}\r\n`);
  else append(parts, formatDouble(value), protocol);
}

function appendVerbatim(parts: string[], text: string, protocol: Protocol): void {
  if (protocol === 3) parts.push(`=${text.length + 4}\r\ntxt:`, text, "\r\n");
  else append(parts, text, protocol);
}

/** The shortest decimal that reads back as the same number, as Redis 7.2 prints it. */
export function formatDouble(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value === Number.NEGATIVE_INFINITY) return "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]/g, " ");
