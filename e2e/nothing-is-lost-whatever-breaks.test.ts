import { expect, it, vi } from "vitest";
import { FAULTS } from "./torture/faults.ts";
import { runTorture } from "./torture/run-torture.ts";

vi.mock("@live-chat/core/logger.ts", () => ({ log: () => {} }));

/** Those that take their time are left to the full run: `npm run torture`. */
const QUICK = [
  "gateway terminated in a burst",
  "Redis restarted empty",
  "connections to Redis cut",
  "clients cut in the middle of a frame",
  "clients reconnect in a storm",
];

it("brings everyone each entry once and in order, or a reset, and the state of a fresh fetch", async () => {
  const faults = FAULTS.filter(({ name }) => QUICK.includes(name));
  const result = await runTorture({ seed: 20_261_122, events: 400, clients: 6, faults });
  expect(result.problems).toEqual([]);
  expect(result.events).toBeGreaterThanOrEqual(400);
  expect(Object.keys(result.faults)).toHaveLength(QUICK.length);
  expect(result.resets).toBeGreaterThan(0);
});
