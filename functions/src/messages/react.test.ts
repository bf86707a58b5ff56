import type { Author } from "@live-chat/contract/message.ts";
import type { MessageDocument } from "@live-chat/core/documents.ts";
import { describe, expect, test } from "vitest";
import { newConversation } from "./conversation-document.ts";
import { newInboundMessage, newReply } from "./message-document.ts";
import { settleReaction, withOwnReaction } from "./react.ts";

const ana: Author = { kind: "agent", id: "ana", name: "Ana" };
const ben: Author = { kind: "agent", id: "ben", name: "Ben" };
const error = { code: "131009", title: "too old", detail: null };
const NOW = "2026-11-22T14:00:00.000Z";
const profile = { user_id: "491701", name: "Maria", phone: "+491701" };
const customer = { channel: "whatsapp" as const, account: "100", ids: ["491701"] };
const conversation = newConversation("c", customer, profile, NOW);
const theirs: MessageDocument = newInboundMessage(
  conversation,
  {
    ...({ kind: "message", provider_id: "wamid.1", author: "customer", profile, type: "text" } as const),
    ...{ text: "hi", content: null, attachments: [], reply_to: null, at: 1, fingerprint: null },
  },
  NOW,
);
const maria = { emoji: "🎉", author: { kind: "customer" as const, id: "491701", name: "Maria" } };

const react = (message: MessageDocument, emoji: string, author = ana) =>
  withOwnReaction(message, { author, emoji, at: NOW, seq: 7 });
const settle = (message: MessageDocument, status: "sent" | "failed" | "unconfirmed") =>
  settleReaction(message, message.reaction_send!.number, status, status === "sent" ? null : error);
const began = (message: MessageDocument): MessageDocument => ({
  ...message,
  reaction_send: { ...message.reaction_send!, began_at: NOW },
});
const shown = ({ reactions }: MessageDocument) =>
  reactions.map(({ emoji, author, status }) => [emoji, author.name, status]);

describe("to a customer's message", () => {
  test("it is queued, and shown with who made it, beside the customer's own", () => {
    const after = react({ ...theirs, reactions: [maria] }, "👍");
    expect(shown(after)).toEqual([
      ["🎉", "Maria", undefined],
      ["👍", "Ana", "queued"],
    ]);
    expect(after.reaction_send).toMatchObject({ number: 1, status: "queued", before: null, after_seq: 7 });
    expect(shown(settle(after, "sent"))).toContainEqual(["👍", "Ana", "sent"]);
  });

  test("the next one of ours, whoever makes it, takes its place; the same again changes nothing", () => {
    const first = settle(react(theirs, "👍"), "sent");
    const second = react(first, "❤️", ben);
    expect(shown(second)).toEqual([["❤️", "Ben", "queued"]]);
    expect(second.reaction_send).toMatchObject({ number: 2, before: { emoji: "👍" } });
    expect(react(second, "❤️")).toBe(second);
    expect(settle(second, "sent").reactions).toHaveLength(1);
  });

  test("taken back it is gone, and that is sent, too; where there is none, nothing changes", () => {
    const gone = react(settle(react(theirs, "👍"), "sent"), "");
    expect(shown(gone)).toEqual([]);
    expect(gone.reaction_send).toMatchObject({ number: 2, reaction: null, status: "queued" });
    expect(react(gone, "")).toBe(gone);
    expect(react(theirs, "")).toBe(theirs);
  });

  test("taken back before it left, nothing is sent at all", () => {
    const gone = react(react(theirs, "👍"), "");
    expect(gone.reaction_send).toMatchObject({ number: 2, status: "sent" });
    const late = react(began(react(theirs, "👍")), "");
    expect(late.reaction_send).toMatchObject({ number: 2, status: "queued", before: { emoji: "👍" } });
  });

  test("one that failed says why; the same again is another try, taking it back needs no sending", () => {
    const failed = settle(react(theirs, "👍"), "failed");
    expect(failed.reactions).toMatchObject([{ emoji: "👍", status: "failed", error }]);
    expect(react(failed, "👍").reaction_send).toMatchObject({ number: 2, status: "queued", error: null });
    expect(react(failed, "")).toMatchObject({ reactions: [], reaction_send: { status: "sent" } });
  });

  test("one that couldn't be taken back is there again, and can be kept", () => {
    const sent = settle(react(theirs, "👍"), "sent");
    const failed = settle(react(sent, "", ben), "failed");
    expect(failed.reactions).toEqual([{ emoji: "👍", author: ana, status: "sent", error }]);
    expect(react(failed, "👍").reactions).toEqual([{ emoji: "👍", author: ana, status: "sent" }]);
    expect(react(failed, "").reaction_send).toMatchObject({ number: 3, status: "queued" });
  });

  test("of which nothing is known, it says so; whatever is made then is sent", () => {
    const unknown = settle(began(react(theirs, "👍")), "unconfirmed");
    expect(shown(unknown)).toEqual([["👍", "Ana", "unconfirmed"]]);
    expect(react(unknown, "").reaction_send).toMatchObject({ status: "queued" });
    expect(react(unknown, "👍").reaction_send).toMatchObject({ status: "queued" });
    expect(shown(settle(unknown, "sent"))).toEqual([["👍", "Ana", "sent"]]);
  });

  test("what is said late of an earlier one changes nothing, and no status goes back", () => {
    const first = began(react(theirs, "👍"));
    const second = react(first, "❤️");
    expect(settleReaction(second, 1, "failed", error)).toBe(second);
    const failed = settle(second, "failed");
    expect(settle(failed, "sent")).toBe(failed);
    expect(settle(failed, "unconfirmed")).toBe(failed);
  });
});

test("on a note each has their own, and none is sent", () => {
  const body = { client_message_id: "n", type: "note" as const, text: "between us", reply_to: null };
  const both = react(react(newReply(conversation, ana, body, NOW), "👍"), "👍", ben);
  expect(shown(both)).toEqual([
    ["👍", "Ana", undefined],
    ["👍", "Ben", undefined],
  ]);
  expect(both.reaction_send).toBeUndefined();
  expect(shown(react(both, "❤️"))).toEqual([
    ["👍", "Ben", undefined],
    ["❤️", "Ana", undefined],
  ]);
  expect(shown(react(both, ""))).toEqual([["👍", "Ben", undefined]]);
  expect(react(both, "👍")).toBe(both);
});
