/**
 * Protocol buffers' wire format, as far as exports need it: varints, doubles, length-delimited fields and the
 * groups of old, which protobufjs doesn't write.
 */

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const GROUP_START = 3;
export const GROUP_END = 4;
const MAX_DEPTH = 64;

type WireValue = bigint | number | Buffer | WireMessage;

/** Bytes that are no protocol buffer. */
export class WireError extends Error {
  override name = "WireError";
}

/** A decoded message whose fields are asked for by number; each answer is undefined where the field is missing. */
export class WireMessage {
  readonly #fields: [number: number, value: WireValue][] = [];

  /** Throws `WireError`. */
  static decode(bytes: Buffer): WireMessage {
    return new WireReader(bytes).readMessage();
  }

  add(number: number, value: WireValue): void {
    this.#fields.push([number, value]);
  }

  /** Signed, as protocol buffers' int64. */
  int(number: number): bigint | undefined {
    const value = this.#last(number, (v) => typeof v === "bigint");
    return value === undefined ? undefined : BigInt.asIntN(64, value);
  }

  double(number: number): number | undefined {
    return this.#last(number, (v) => typeof v === "number");
  }

  bytes(number: number): Buffer | undefined {
    return this.#last(number, Buffer.isBuffer);
  }

  /** Throws `WireError` where the bytes are not UTF-8. */
  string(number: number): string | undefined {
    const bytes = this.bytes(number);
    return bytes && decodeUtf8(bytes);
  }

  strings(number: number): string[] {
    return this.#all(number, Buffer.isBuffer).map(decodeUtf8);
  }

  group(number: number): WireMessage | undefined {
    return this.#last(number, (v) => v instanceof WireMessage);
  }

  groups(number: number): WireMessage[] {
    return this.#all(number, (v) => v instanceof WireMessage);
  }

  message(number: number): WireMessage | undefined {
    const bytes = this.bytes(number);
    return bytes && WireMessage.decode(bytes);
  }

  messages(number: number): WireMessage[] {
    return this.#all(number, Buffer.isBuffer).map((bytes) => WireMessage.decode(bytes));
  }

  #all<T extends WireValue>(number: number, is: (value: WireValue) => value is T): T[] {
    return this.#fields.flatMap(([n, value]) => (n === number ? [expectType(number, value, is)] : []));
  }

  #last<T extends WireValue>(number: number, is: (value: WireValue) => value is T): T | undefined {
    const field = this.#fields.findLast(([n]) => n === number);
    return field && expectType(number, field[1], is);
  }
}

class WireReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  readMessage(group?: number, depth = 0): WireMessage {
    if (depth > MAX_DEPTH) throw new WireError("its groups are nested too deeply");
    const message = new WireMessage();
    while (this.#position < this.#bytes.length) {
      const tag = this.#readSize();
      const number = Math.floor(tag / 8);
      if (number === 0) throw new WireError("it has a field number 0");
      if (tag % 8 === GROUP_END) {
        if (number === group) return message;
        throw new WireError(`group ${number} ends without having begun`);
      }
      message.add(number, this.#readValue(tag % 8, number, depth));
    }
    if (group !== undefined) throw new WireError(`group ${group} has no end`);
    return message;
  }

  #readValue(wireType: number, number: number, depth: number): WireValue {
    if (wireType === VARINT) return this.#readVarint();
    if (wireType === FIXED64) return this.#readBytes(8).readDoubleLE();
    if (wireType === LENGTH_DELIMITED) return this.#readBytes(this.#readSize());
    if (wireType === GROUP_START) return this.readMessage(number, depth + 1);
    throw new WireError(`field ${number} has the unknown wire type ${wireType}`);
  }

  #readVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#readByte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new WireError("a varint has no end");
  }

  /** Reads a varint that is a tag or a length: small, and read so often that it must be fast. */
  #readSize(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 49; factor *= 0x80) {
      const byte = this.#readByte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new WireError("a varint is too long for a tag or a length");
  }

  #readByte(): number {
    const byte = this.#bytes[this.#position++];
    if (byte === undefined) throw new WireError("a field reaches beyond the end");
    return byte;
  }

  #readBytes(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new WireError("a field reaches beyond the end");
    const bytes = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return bytes;
  }
}

function expectType<T extends WireValue>(number: number, value: WireValue, is: (v: WireValue) => v is T): T {
  if (is(value)) return value;
  throw new WireError(`field ${number} has an unexpected type`);
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new WireError("a string is not UTF-8");
  }
}
