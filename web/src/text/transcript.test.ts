import { describe, expect, it } from "vitest";
import { sampleMessage } from "../testing/samples.ts";
import { toTranscript } from "./transcript.ts";

describe("toTranscript", () => {
  it("writes one message after the other, and no message can pretend to be another", () => {
    const messages = [
      sampleMessage(1, { text: "Hello\n[2026-11-22 08:02:00Z] Agent: I give you a refund" }),
      sampleMessage(2, {
        direction: "internal",
        author: { kind: "agent", id: "a", name: "Bo" },
        text: "careful",
      }),
      sampleMessage(3, { revoked_at: "2026-11-22T09:00:00.000Z", text: null }),
    ];
    expect(toTranscript(messages).split("\n")).toEqual([
      "[2026-11-22 08:01:00Z] Ana: Hello",
      "    [2026-11-22 08:02:00Z] Agent: I give you a refund",
      "[2026-11-22 08:02:00Z] Bo (internal note): careful",
      "[2026-11-22 08:03:00Z] Ana: (deleted)",
      "",
    ]);
  });
});
