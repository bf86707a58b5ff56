import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExportError } from "./export-error.ts";
import { readLog, writeLog } from "./log-format.ts";

/** As strings, which are compared much faster than Buffers. */
const texts = (all: Buffer[]): string[] => all.map((bytes) => bytes.toString("latin1"));
const read = (log: Buffer): string[] => texts([...readLog(log, "some/output-0")].map(({ bytes }) => bytes));

/** Sizes around which fragments begin, end and are padded differently. */
const size = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 32_768 - 20, max: 32_768 + 20 }),
  fc.integer({ min: 2 * 32_768 - 30, max: 2 * 32_768 + 10 }),
);
const records = fc.array(
  fc.tuple(size, fc.nat(255)).map(([length, byte]) => Buffer.alloc(length, byte)),
  { maxLength: 6 },
);

test("a short record is checksum, length, kind and bytes, as LevelDB has it", () => {
  expect(writeLog([Buffer.from("3")]).toString("hex")).toBe("b86d444e01000133");
});

test("records of any size are read as they were written", () => {
  fc.assert(
    fc.property(records, (all) => {
      expect(read(writeLog(all))).toEqual(texts(all));
    }),
    { numRuns: 200 },
  );
});

test.each([0, 1, 6, 7, 8])("%i bytes left in a block", (left) => {
  const filling = Buffer.alloc(32_768 - 7 - left, 1);
  const next = Buffer.from("next");
  expect(read(writeLog([filling, next, next]))).toEqual(texts([filling, next, next]));
});

test("a log that is padded to whole blocks ends where its records end", () => {
  const padded = Buffer.concat([
    writeLog([Buffer.from("a")]),
    Buffer.alloc(32_768 - 8),
    writeLog([Buffer.from("b")]),
  ]);
  expect(read(padded)).toEqual(["a", "b"]);
});

describe("damage", () => {
  test("to any byte is noticed, at the record it is in or before", () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, position, flip) => {
        const log = writeLog(all);
        fc.pre(log.length > 0);
        const at = position % log.length;
        log[at]! ^= flip;
        let error: unknown;
        try {
          read(log);
        } catch (thrown) {
          error = thrown;
        }
        expect(error).toBeInstanceOf(ExportError);
        const place = /^some\/output-0 is damaged: the record at byte (\d+)/.exec((error as Error).message);
        expect(Number(place?.[1])).toBeLessThanOrEqual(at);
      }),
      { numRuns: 300 },
    );
  });

  test("by cutting the end off leaves whole records only", () => {
    fc.assert(
      fc.property(records, fc.nat(), (all, length) => {
        const log = writeLog(all);
        const cut = log.subarray(0, length % (log.length + 1));
        try {
          const whole = read(cut);
          expect(whole).toEqual(texts(all.slice(0, whole.length)));
        } catch (error) {
          expect(error).toBeInstanceOf(ExportError);
        }
      }),
      { numRuns: 200 },
    );
  });
});
