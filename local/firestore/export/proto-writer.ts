import { FIXED64, GROUP_END, GROUP_START, LENGTH_DELIMITED, VARINT } from "./proto-reader.ts";

/** Returns an int64 field's bytes. */
export function intField(number: number, value: bigint | number): Buffer {
  return Buffer.concat([tag(number, VARINT), toVarint(value)]);
}

/** Returns a double field's bytes. */
export function doubleField(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(number, FIXED64), bytes]);
}

/** Returns the bytes of a string, bytes or message field, which may be given in parts. */
export function bytesField(number: number, ...parts: (string | Uint8Array)[]): Buffer {
  const content = parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part));
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([tag(number, LENGTH_DELIMITED), toVarint(length), ...content]);
}

/** Returns a group's bytes. */
export function groupField(number: number, ...fields: Buffer[]): Buffer {
  return Buffer.concat([tag(number, GROUP_START), ...fields, tag(number, GROUP_END)]);
}

const ONE_BYTE = Array.from({ length: 0x80 }, (_, byte) => Buffer.from([byte]));

function tag(number: number, wireType: number): Buffer {
  return toVarint(number * 8 + wireType);
}

/** Lengths, tags and most integers fit in one byte, and are written often. */
function toVarint(value: bigint | number): Buffer {
  if (value >= 0 && value < 0x80) return ONE_BYTE[Number(value)]!;
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
  return Buffer.from(bytes);
}
