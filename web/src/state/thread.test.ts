import { describe, expect, it } from "vitest";
import { sampleMessage } from "../testing/samples.ts";
import { extendThread, findHole, mergeMessages, newThread, trimAround, trimThread } from "./thread.ts";

const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => sampleMessage(from + index));
const seqs = (thread: { messages: readonly { seq: number }[] }) => thread.messages.map(({ seq }) => seq);

describe("a thread", () => {
  it("keeps messages in the order of seq, whatever order they come in", () => {
    const thread = mergeMessages(newThread(messages(3, 5), 1, null), [
      sampleMessage(2),
      sampleMessage(6),
      sampleMessage(1),
    ]);
    expect(seqs(thread)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("never takes an older version back", () => {
    const thread = newThread([sampleMessage(1, { version: 3, status: "read" })], 1, null);
    const merged = mergeMessages(thread, [sampleMessage(1, { version: 2, status: "delivered" })]);
    expect(merged).toBe(thread);
  });

  it("leaves out what lies before its loaded part, and after it where it ends in the middle", () => {
    const thread = mergeMessages(newThread(messages(10, 20), 10, 20), [sampleMessage(9), sampleMessage(21)]);
    expect(seqs(thread)).toEqual(seqs({ messages: messages(10, 20) }));
  });

  it("finds a hole in the middle, at the beginning and at the end", () => {
    expect(findHole(newThread([...messages(1, 3), ...messages(6, 8)], 1, null), 8)).toBe(3);
    expect(findHole(newThread(messages(3, 8), 1, null), 8)).toBe(0);
    expect(findHole(newThread(messages(1, 8), 1, null), 10)).toBe(8);
    expect(findHole(newThread(messages(1, 8), 1, null), 8)).toBe(null);
    expect(findHole(newThread([], 1, null), 0)).toBe(null);
    expect(findHole(newThread(messages(5, 8), 5, 8), 100)).toBe(null);
  });

  it("grows by older and newer pages", () => {
    const older = extendThread(newThread(messages(10, 12), 10, 12), messages(7, 9), { from: 7 });
    const newer = extendThread(older, messages(13, 14), { to: null });
    expect(seqs(newer)).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    expect(newer).toMatchObject({ from: 7, to: null });
  });

  it("forgets its oldest messages when it grew too long, and knows that they are not loaded", () => {
    const thread = trimThread(newThread(messages(1, 130), 1, null), 100);
    expect(thread.messages).toHaveLength(100);
    expect(thread.from).toBe(31);
    expect(findHole(thread, 130)).toBe(null);
  });

  it("keeps what is around the reader, and knows that neither end is loaded", () => {
    const thread = trimAround(newThread(messages(1, 300), 1, null), 120, 100);
    expect(thread).toMatchObject({ from: 70, to: 169 });
    expect(seqs(thread)).toEqual(seqs(newThread(messages(70, 169), 70, 169)));
    expect(findHole(thread, 300)).toBe(null);
  });

  it("still reaches to the end that the reader is near to", () => {
    expect(trimAround(newThread(messages(1, 300), 1, null), 290, 100)).toMatchObject({ from: 201, to: null });
    expect(trimAround(newThread(messages(1, 300), 1, null), 4, 100)).toMatchObject({ from: 1, to: 100 });
  });
});
