import type { DocumentStore } from "@live-chat/local/firestore/store.ts";
import { beforeEach, expect, it } from "vitest";
import { LogRecord } from "./log-record.ts";
import type { Segment, TortureClient } from "./torture-client.ts";
import { Truth } from "./truth.ts";
import { judgeClient } from "./verdict.ts";

let record: LogRecord;
let truth: Truth;
const ids = ["e/1-0", "e/2-0", "e/3-0"];

beforeEach(() => {
  record = new LogRecord();
  truth = new Truth({ onCommit: () => () => {} } as unknown as DocumentStore);
  ids.forEach((id, i) => {
    const message = { conversation_id: "c", message_id: `m${i}`, seq: i + 1, version: 1 };
    record.note(id, "new_message", JSON.stringify({ message }));
    truth.state.set(`c/m${i}`, { version: 1, digest: `d${i}` });
  });
});

function judge(segments: Segment[], state = new Map(truth.state)): string[] {
  const client = { name: "client", problems: [], segments, state } as unknown as TortureClient;
  return judgeClient(client, record, truth);
}

it("finds nothing wrong with everything once and in order, from wherever it began", () => {
  expect(judge([{ from: "e/0-0", ids }])).toEqual([]);
  expect(judge([{ from: "e/2-0", ids: ["e/3-0"] }])).toEqual([]);
  expect(
    judge([
      { from: "f/9-0", ids: [] },
      { from: "e/0-0", ids: ids.slice(0, 2) },
    ]),
  ).toEqual([]);
});

it.each([
  ["a loss", ["e/1-0", "e/3-0"]],
  ["a repeat", ["e/1-0", "e/1-0", "e/2-0"]],
  ["disorder", ["e/2-0", "e/1-0", "e/3-0"]],
  ["an entry from before the segment", ["e/1-0"], "e/1-0"],
])("finds %s", (_, got, from = "e/0-0") => {
  expect(judge([{ from, ids: got }])).toHaveLength(1);
});

it("finds messages out of sequence in the log itself", () => {
  const message = { conversation_id: "c", message_id: "m9", seq: 9, version: 1 };
  record.note("e/4-0", "new_message", JSON.stringify({ message }));
  expect(judge([{ from: "e/0-0", ids: [...ids, "e/4-0"] }])).toHaveLength(1);
});

it.each([
  ["is missing", (state: Map<string, unknown>) => state.delete("c/m1")],
  ["is old", (state: Map<string, unknown>) => state.set("c/m1", { version: 0, digest: "d1" })],
  ["differs", (state: Map<string, unknown>) => state.set("c/m1", { version: 1, digest: "other" })],
  ["is too much", (state: Map<string, unknown>) => state.set("c/m7", { version: 1, digest: "d7" })],
])("finds what %s in a state", (_, spoil) => {
  const state = new Map(truth.state);
  spoil(state);
  expect(judge([{ from: "e/0-0", ids }], state)).toHaveLength(1);
});

it("finds an entry that told two clients two things", () => {
  record.note("e/1-0", "new_message", JSON.stringify({ message: { version: 2 } }));
  expect(record.problems).toHaveLength(1);
});
