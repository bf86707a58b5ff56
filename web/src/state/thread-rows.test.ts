import { describe, expect, it } from "vitest";
import { sampleMessage } from "../testing/samples.ts";
import type { OutboxMessage } from "./outbox.ts";
import { toRows } from "./thread-rows.ts";

const agent = { id: "agent-1", name: "Agent" };
const outgoing: OutboxMessage = {
  client_message_id: "mine",
  conversation_id: "c1",
  type: "text",
  text: "on its way",
  reply_to: null,
  expected_seq: null,
  created_at: "2026-11-22T09:00:00.000Z",
  state: "sending",
  problem: null,
  code: null,
  file: null,
  template: null,
};

describe("toRows", () => {
  it("separates days and marks where the unread messages begin", () => {
    const messages = [
      sampleMessage(1, { created_at: "2026-11-20T12:00:00.000Z" }),
      sampleMessage(2, { created_at: "2026-11-22T12:00:00.000Z" }),
      sampleMessage(3, { created_at: "2026-11-22T12:01:00.000Z" }),
    ];
    const rows = toRows({ messages, outgoing: [], unreadAfter: 1, agent });
    expect(rows.map((row) => row.kind)).toEqual(["day", "message", "day", "unread", "message", "message"]);
    expect(rows[3]).toMatchObject({ count: 2 });
  });

  it("groups what one author wrote in a row", () => {
    const messages = [
      sampleMessage(1),
      sampleMessage(2),
      sampleMessage(3, { direction: "outbound", author: { kind: "agent", id: "agent-1", name: null } }),
    ];
    const rows = toRows({ messages, outgoing: [], unreadAfter: null, agent });
    const groups = rows.flatMap((row) => (row.kind === "message" ? [[row.first, row.last]] : []));
    expect(groups).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it("gives a message the same key while it is pending and when it came back", () => {
    const pending = toRows({ messages: [], outgoing: [outgoing], unreadAfter: null, agent }).at(-1)!;
    const echo = sampleMessage(1, {
      client_message_id: "mine",
      message_id: "server-1",
      direction: "outbound",
    });
    const stored = toRows({ messages: [echo], outgoing: [], unreadAfter: null, agent }).at(-1)!;
    expect(pending.key).toBe(stored.key);
  });
});
