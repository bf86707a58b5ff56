import { splitInlineCommand } from "./inline-command.ts";

/** The client doesn't speak RESP; it is told so and disconnected. */
export class ProtocolError extends Error {}

const maxInlineLength = 64 * 1024;
const maxArguments = 1024 * 1024;
const maxBulkLength = 512 * 1024 * 1024;

/** Cuts a client's bytes into commands, however they were split on the way. One per connection. */
export class RequestParser {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Below this many bytes nothing can be cut: keeps a 5 MB value from being joined again and again. */
  #needed = 1;
  #buffer: Buffer = Buffer.alloc(0);
  #offset = 0;
  #args: string[] = [];
  #missingArgs = 0;
  #bulkLength = -1;

  /** Takes the next bytes; yields each command that is now complete. Throws ProtocolError. */
  *feed(chunk: Buffer): Generator<string[]> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    this.#buffer = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    this.#offset = 0;
    this.#needed = 1;
    try {
      let command = this.#readCommand();
      while (command) {
        if (command.length > 0) yield command;
        command = this.#readCommand();
      }
    } finally {
      const rest = this.#buffer.subarray(this.#offset);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#size = rest.length;
      this.#buffer = Buffer.alloc(0);
    }
  }

  /** The next command (empty for a blank line), or undefined when more bytes are needed. */
  #readCommand(): string[] | undefined {
    if (this.#missingArgs === 0) {
      if (this.#offset >= this.#buffer.length) return undefined;
      if (this.#buffer[this.#offset] !== 0x2a /* * */) return this.#readInline();
      const count = this.#readLength("*", "multibulk", maxArguments);
      if (count === undefined) return undefined;
      if (count <= 0) return [];
      this.#args = [];
      this.#missingArgs = count;
    }
    while (this.#missingArgs > 0) {
      const arg = this.#readBulk();
      if (arg === undefined) return undefined;
      this.#args.push(arg);
      this.#missingArgs -= 1;
    }
    return this.#args;
  }

  #readBulk(): string | undefined {
    if (this.#bulkLength < 0) {
      const length = this.#readLength("$", "bulk", maxBulkLength);
      if (length === undefined) return undefined;
      if (length < 0) throw new ProtocolError("invalid bulk length");
      this.#bulkLength = length;
    }
    const end = this.#offset + this.#bulkLength;
    if (this.#buffer.length < end + 2) {
      this.#needed = this.#bulkLength + 2;
      return undefined;
    }
    const bulk = this.#buffer.toString("latin1", this.#offset, end);
    this.#offset = end + 2;
    this.#bulkLength = -1;
    return bulk;
  }

  /** Reads "*3\r\n" or "$5\r\n"; undefined when the line isn't all there. */
  #readLength(mark: "*" | "$", name: string, max: number): number | undefined {
    if (this.#offset >= this.#buffer.length) return undefined;
    const found = String.fromCharCode(this.#buffer[this.#offset]!);
    if (found !== mark) throw new ProtocolError(`expected '${mark}', got '${found}'`);
    const line = this.#readLine(mark === "*" ? "too big mbulk count string" : "too big bulk count string");
    if (line === undefined) return undefined;
    const length = Number(line.slice(1));
    if (!/^-?\d+$/.test(line.slice(1)) || length > max) throw new ProtocolError(`invalid ${name} length`);
    return length;
  }

  #readInline(): string[] | undefined {
    const line = this.#readLine("too big inline request");
    if (line === undefined) return undefined;
    const args = splitInlineCommand(line);
    if (!args) throw new ProtocolError("unbalanced quotes in request");
    return args;
  }

  #readLine(tooBig: string): string | undefined {
    const end = this.#buffer.indexOf(0x0a, this.#offset);
    if (end < 0) {
      if (this.#buffer.length - this.#offset > maxInlineLength) throw new ProtocolError(tooBig);
      this.#needed = this.#buffer.length - this.#offset + 1;
      return undefined;
    }
    const line = this.#buffer.toString("latin1", this.#offset, end);
    this.#offset = end + 1;
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  }
}
