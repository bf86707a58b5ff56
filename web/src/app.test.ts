import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type App, createApp } from "./app.ts";

let app: App;
let work: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  vi.useFakeTimers();
  app = createApp({} as Parameters<typeof createApp>[0]);
  work = vi.fn<() => void>();
});

afterEach(() => {
  app.stop();
  vi.useRealTimers();
});

test("what is to be done later waits until nobody asks any more", () => {
  for (let asked = 0; asked < 5; asked++) {
    app.later("refresh", 1000, work);
    vi.advanceTimersByTime(900);
  }
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(work).toHaveBeenCalledOnce();
});

test("what is to be done soon is done once in its time, however many keep asking", () => {
  for (let asked = 0; asked < 21; asked++) {
    app.soon("count", 1000, work);
    vi.advanceTimersByTime(100);
  }
  expect(work).toHaveBeenCalledTimes(2);
});

test("after the end nothing is done any more", () => {
  app.soon("count", 1000, work);
  app.later("refresh", 1000, work);
  app.stop();
  app.soon("count again", 1000, work);
  vi.advanceTimersByTime(5000);
  expect(work).not.toHaveBeenCalled();
});
