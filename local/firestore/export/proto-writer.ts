import { FIXED64, GROUP_END, GROUP_START, LENGTH_DELIMITED, VARINT } from "./proto-reader.ts";

/** Returns an int64 field's bytes. */
export function intField(number: number, value: bigint | number): Buffer {
  return Buffer.concat([toVarint(BigInt(number * 8 + VARINT)), toVarint(BigInt.asUintN(64, BigInt(value)))]);
}

/** Returns a double field's bytes. */
export function doubleField(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([toVarint(BigInt(number * 8 + FIXED64)), bytes]);
}

/** Returns the bytes of a string, bytes or message field. */
export function bytesField(number: number, ...parts: (string | Uint8Array)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const tag = toVarint(BigInt(number * 8 + LENGTH_DELIMITED));
  return Buffer.concat([tag, toVarint(BigInt(content.length)), content]);
}

/** Returns a group's bytes. */
export function groupField(number: number, ...fields: Buffer[]): Buffer {
  const start = toVarint(BigInt(number * 8 + GROUP_START));
  return Buffer.concat([start, ...fields, toVarint(BigInt(number * 8 + GROUP_END))]);
}

function toVarint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
  return Buffer.from(bytes);
}
