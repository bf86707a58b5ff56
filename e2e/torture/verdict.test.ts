import { beforeEach, describe, expect, it } from "vitest";
import { LogRecord } from "./log-record.ts";
import type { Segment } from "./torture-client.ts";
import type { ChatState } from "./truth.ts";
import { judgeClient, judgeReceipts } from "./verdict.ts";

let record: LogRecord;
let truth: { state: ChatState };
const ids = ["e/1-0", "e/2-0", "e/3-0"];
const noPage: ChatState = new Map();

/** A message that arrives in conversation c, which has then as many. */
function newMessage(seq: number, conversation = "c"): string {
  const message = { conversation_id: conversation, message_id: `m${seq}`, seq, version: 1 };
  return JSON.stringify({ message, conversation: { conversation_id: conversation, version: seq } });
}

beforeEach(() => {
  record = new LogRecord();
  truth = { state: new Map([["c", { version: 3, digest: "d" }]]) };
  ids.forEach((id, i) => {
    record.note(id, "new_message", newMessage(i + 1));
    truth.state.set(`c/m${i + 1}`, { version: 1, digest: `d${i}` });
  });
});

function judge(segments: (Omit<Segment, "page"> & { page?: ChatState })[], state = new Map(truth.state)) {
  const whole = segments.map((segment) => ({ page: noPage, ...segment }));
  return judgeClient({ name: "client", problems: [], segments: whole, state }, record, truth);
}

it("finds nothing wrong with everything once and in order, from wherever it began", () => {
  const page = new Map([["c", { version: 2, digest: "d" }]]);
  expect(judge([{ from: "e/0-0", ids }])).toEqual([]);
  expect(judge([{ from: "e/2-0", page, ids: ["e/3-0"] }])).toEqual([]);
  expect(
    judge([
      { from: "f/9-0", ids: [] },
      { from: "e/0-0", ids: ids.slice(0, 2) },
    ]),
  ).toEqual([]);
});

describe("what a broken gateway would do", () => {
  it.each([
    ["drop an entry", ["e/1-0", "e/3-0"]],
    ["deliver one twice", ["e/1-0", "e/1-0", "e/2-0"]],
    ["deliver one again later", ["e/1-0", "e/2-0", "e/1-0", "e/3-0"]],
    ["swap two", ["e/2-0", "e/1-0", "e/3-0"]],
    ["swap the last two", ["e/1-0", "e/3-0", "e/2-0"]],
    ["repeat what the page knew already", ["e/1-0"], "e/1-0"],
    ["skip what came right after the page", ["e/2-0", "e/3-0"]],
    ["make up an entry", ["e/1-0", "e/1-5", "e/2-0"]],
  ])("%s", (_, got, from = "e/0-0") => {
    const page = from === "e/0-0" ? noPage : new Map([["c", { version: 9, digest: "d" }]]);
    expect(judge([{ from, page, ids: got }])).toHaveLength(1);
  });

  it("forget the reset when the log is another one", () => {
    record.note("f/1-0", "new_message", newMessage(4));
    truth.state.set("c/m4", { version: 1, digest: "d4" });
    expect(judge([{ from: "e/0-0", ids: [...ids, "f/1-0"] }])).toHaveLength(1);
  });

  it("forget the reset when the log lost entries", () => {
    record.note("e/9-0", "new_message", newMessage(9));
    expect(judge([{ from: "e/0-0", ids: [...ids, "e/9-0"] }])).toHaveLength(1);
  });

  it("send a page from before its place in the log", () => {
    const page = new Map([["c", { version: 1, digest: "d" }]]);
    expect(judge([{ from: "e/2-0", page, ids: ["e/3-0"] }])).toHaveLength(1);
    expect(judge([{ from: "e/2-0", ids: ["e/3-0"] }])).toHaveLength(1);
  });

  it("tell two clients two things", () => {
    record.note("e/1-0", "new_message", newMessage(7));
    expect(record.problems).toHaveLength(1);
  });
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

describe("receipts", () => {
  const receipt = (seq: number, message_id = `m${seq}`) => ({ conversation_id: "c", message_id, seq });

  it("are kept", () => {
    expect(judgeReceipts([receipt(2), receipt(1), receipt(3)], truth)).toEqual([]);
  });

  it.each([
    ["for what isn't stored", [receipt(1), receipt(2, "m9")]],
    ["for two messages at one place", [receipt(1), receipt(1, "m2")]],
    ["with a place left out", [receipt(1), receipt(3)]],
  ])("%s are found", (_, receipts) => {
    expect(judgeReceipts(receipts, truth)).toHaveLength(1);
  });
});

it("counts an entry once that a restarted Redis shows in another epoch", () => {
  record.note("f/1-0", "new_message", newMessage(1));
  expect(record.size).toBe(3);
});
