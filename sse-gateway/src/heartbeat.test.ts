import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeClient } from "../testing/make-client.ts";
import { FanOut } from "./fan-out-events.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { RecentLog } from "./recent-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A heartbeat every 16 s for so many clients, and when each of them was written to. */
function start(count: number) {
  const recentLog = new RecentLog();
  recentLog.open("epoch", "0-0");
  const fanOut = new FanOut(recentLog);
  const began = Date.now();
  const seconds = Array.from({ length: count }, (_, number) => {
    const times: number[] = [];
    const write = () => void times.push((Date.now() - began) / 1000);
    fanOut.add(makeClient(write, began + 3_600_000 + number));
    return times;
  });
  const heartbeat = startHeartbeat({
    interval: 16_000,
    fanOut,
    recentLog,
    reachable: () => true,
    activeClients: () => count,
  });
  return { seconds, heartbeat };
}

test("each client gets one every interval, and never all at the same time", async () => {
  const { seconds, heartbeat } = start(160);
  await vi.advanceTimersByTimeAsync(48_000);
  heartbeat.stop();
  for (const [first = 0, ...later] of seconds) expect(later).toEqual([first + 16, first + 32]);
  for (let second = 1; second <= 48; second++)
    expect(seconds.filter((times) => times.includes(second))).toHaveLength(10);
});

test("everyone gets one at once when asked to", () => {
  const { seconds, heartbeat } = start(3);
  heartbeat.beat();
  heartbeat.stop();
  expect(seconds).toEqual([[0], [0], [0]]);
});
