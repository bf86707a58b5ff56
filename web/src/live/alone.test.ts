import { describe, expect, it } from "vitest";
import { alone } from "./alone.ts";

const PAUSE = 10;

describe("alone", () => {
  it("waits for its turn as long as whoever has it answers", async () => {
    const name = crypto.randomUUID();
    const done: string[] = [];
    const { promise: upload, resolve: finishUpload } = Promise.withResolvers<void>();
    const first = alone(name, () => upload.then(() => void done.push("first")), PAUSE);
    const second = alone(name, async () => void done.push("second"), PAUSE);
    // Long after it would have lost patience with somebody silent.
    for (let turn = 0; turn < 20; turn++) await alone(`${name} other`, pauseOnce, PAUSE);
    expect(done).toEqual([]);
    finishUpload();
    await Promise.all([first, second]);
    expect(done).toEqual(["first", "second"]);
  });

  it("takes the turn of a tab that stands still", async () => {
    const name = crypto.randomUUID();
    const { promise: standsStill, resolve: goesOn } = Promise.withResolvers<void>();
    const taken = navigator.locks.request(`live-chat:${name}`, () => standsStill).catch(() => "taken");
    let ran = false;
    await alone(
      name,
      async () => {
        ran = true;
      },
      PAUSE,
    );
    expect(ran).toBe(true);
    expect(await taken).toBe("taken");
    goesOn();
  });

  it("throws what the work throws, and whoever comes next has their turn", async () => {
    const name = crypto.randomUUID();
    const failing = alone(name, () => Promise.reject(new Error("no network")), PAUSE);
    await expect(failing).rejects.toThrow("no network");
    let ran = false;
    await alone(
      name,
      async () => {
        ran = true;
      },
      PAUSE,
    );
    expect(ran).toBe(true);
  });

  it("ends only with the work, although the turn was taken from it", async () => {
    const name = crypto.randomUUID();
    const { promise: work, resolve: finish } = Promise.withResolvers<void>();
    let ended = false;
    const first = alone(name, () => work, PAUSE).then(() => {
      ended = true;
    });
    await navigator.locks.request(`live-chat:${name}`, { steal: true }, async () => {});
    expect(ended).toBe(false);
    finish();
    await first;
    expect(ended).toBe(true);
  });
});

function pauseOnce(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}
