import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Turns } from "./turns.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Takes a turn and notes when it's there. */
function want(turns: Turns<string>, thing: string, owner: string, had: string[]): Promise<void> {
  return turns.take(thing, owner).then(() => void had.push(`${owner} has ${thing}`));
}

test("turns are taken in the order they were asked for", async () => {
  const turns = new Turns<string>(1000);
  const had: string[] = [];
  const all = Promise.all(["ana", "ben", "cleo"].map((owner) => want(turns, "x", owner, had)));
  await vi.advanceTimersByTimeAsync(1);
  expect(had).toEqual(["ana has x"]);
  turns.end("x", "ana");
  await vi.advanceTimersByTimeAsync(1);
  expect(had).toEqual(["ana has x", "ben has x"]);
  turns.end("x", "ben");
  await all;
  expect(had).toEqual(["ana has x", "ben has x", "cleo has x"]);
});

test("a turn that lasts too long ends by itself", async () => {
  const turns = new Turns<string>(1000);
  await turns.take("x", "ana");
  const had: string[] = [];
  void want(turns, "x", "ben", had);
  await vi.advanceTimersByTimeAsync(999);
  expect(had).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(had).toEqual(["ben has x"]);
});

test("who would close a circle of waiting doesn't wait", async () => {
  const turns = new Turns<string>(1000);
  await turns.take("x", "ana");
  await turns.take("y", "ben");
  await turns.take("z", "cleo");
  const had: string[] = [];
  void want(turns, "y", "ana", had);
  void want(turns, "z", "ben", had);
  await want(turns, "x", "cleo", had);
  expect(had).toEqual(["cleo has x"]);
});

test("who gives up waiting is not waited for", async () => {
  const turns = new Turns<string>(1000);
  await turns.take("x", "ana");
  const had: string[] = [];
  void want(turns, "x", "ben", had);
  void want(turns, "x", "cleo", had);
  turns.end("x", "ben");
  turns.end("x", "ana");
  await vi.advanceTimersByTimeAsync(1);
  expect(had).toContain("cleo has x");
});
