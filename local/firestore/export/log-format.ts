/**
 * LevelDB's log format: records of any length, cut into fragments so that none crosses the border of a 32 KiB
 * block. A fragment is preceded by a checksum (4 bytes), its length (2) and its kind (1), little-endian.
 */
import { maskedCrc32c } from "./crc32c.ts";
import { ExportError } from "./export-error.ts";

const BLOCK_SIZE = 32 * 1024;
const HEADER_SIZE = 7;
const CHECKSUM_SIZE = 4;

const PADDING = 0;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** One record, and where in the file it begins, in bytes. */
export interface LogRecord {
  offset: number;
  bytes: Buffer;
}

/** Yields the records of a log file's bytes; throws `ExportError` with the place of the first damage. */
export function* readLog(log: Buffer, file: string): Generator<LogRecord> {
  let begun: { offset: number; fragments: Buffer[] } | null = null;
  for (const { offset, kind, bytes } of readFragments(log, file)) {
    const begins = kind === FULL || kind === FIRST;
    if (begins !== (begun === null)) {
      throw damaged(file, offset, begins ? "the record before it has no end" : "it has no beginning");
    }
    begun ??= { offset, fragments: [] };
    begun.fragments.push(bytes);
    if (kind === FIRST || kind === MIDDLE) continue;
    yield { offset: begun.offset, bytes: kind === FULL ? bytes : Buffer.concat(begun.fragments) };
    begun = null;
  }
  if (begun) throw damaged(file, begun.offset, "it has no end");
}

/** Returns a log file's bytes. */
export function writeLog(records: Iterable<Uint8Array>): Buffer {
  const log: Buffer[] = [];
  let length = 0;
  for (const record of records) {
    for (const fragment of toFragments(record, length)) {
      log.push(fragment);
      length += fragment.length;
    }
  }
  return Buffer.concat(log, length);
}

/** Yields the bytes to append to a log of the given length. */
function* toFragments(record: Uint8Array, logLength: number): Generator<Buffer> {
  let left = BLOCK_SIZE - (logLength % BLOCK_SIZE);
  if (left < HEADER_SIZE) {
    yield Buffer.alloc(left);
    left = BLOCK_SIZE;
  }
  let begin = 0;
  for (let isFirst = true; isFirst || begin < record.length; isFirst = false) {
    const end = Math.min(begin + left - HEADER_SIZE, record.length);
    yield toFragment(fragmentKind(isFirst, end === record.length), record.subarray(begin, end));
    begin = end;
    left = BLOCK_SIZE;
  }
}

function* readFragments(
  log: Buffer,
  file: string,
): Generator<{ offset: number; kind: number; bytes: Buffer }> {
  for (let offset = 0; offset < log.length; ) {
    const left = Math.min(BLOCK_SIZE - (offset % BLOCK_SIZE), log.length - offset);
    const restOfBlock = log.subarray(offset, offset + left);
    if (restOfBlock.every((byte) => byte === PADDING)) {
      offset += left;
      continue;
    }
    const length = left < HEADER_SIZE ? left : restOfBlock.readUInt16LE(CHECKSUM_SIZE);
    if (HEADER_SIZE + length > left) throw damaged(file, offset, "it is cut off");
    const checked = restOfBlock.subarray(CHECKSUM_SIZE + 2, HEADER_SIZE + length);
    if (maskedCrc32c(checked) !== restOfBlock.readUInt32LE(0)) {
      throw damaged(file, offset, "its checksum is wrong");
    }
    const kind = checked[0]!;
    if (kind < FULL || kind > LAST) throw damaged(file, offset, `its kind is unknown (${kind})`);
    yield { offset, kind, bytes: checked.subarray(1) };
    offset += HEADER_SIZE + length;
  }
}

function toFragment(kind: number, bytes: Uint8Array): Buffer {
  const fragment = Buffer.alloc(HEADER_SIZE + bytes.length);
  fragment.writeUInt16LE(bytes.length, CHECKSUM_SIZE);
  fragment.writeUInt8(kind, CHECKSUM_SIZE + 2);
  fragment.set(bytes, HEADER_SIZE);
  fragment.writeUInt32LE(maskedCrc32c(fragment.subarray(CHECKSUM_SIZE + 2)), 0);
  return fragment;
}

function fragmentKind(isFirst: boolean, isLast: boolean): number {
  if (isFirst) return isLast ? FULL : FIRST;
  return isLast ? LAST : MIDDLE;
}

function damaged(file: string, offset: number, what: string): ExportError {
  return new ExportError(`${file} is damaged: the record at byte ${offset} can't be read, ${what}`);
}
