import type { DeliveryError, Message } from "@live-chat/contract/message.ts";
import { expect, it } from "vitest";
import { sampleConversation, sampleMessage } from "../testing/samples.ts";
import { waysOut } from "./ways-out.ts";

const NOW = Date.parse("2026-11-22T12:00:00.000Z");
const open = sampleConversation({ window_expires_at: "2026-11-22T13:00:00.000Z" });
const closed = sampleConversation({ window_expires_at: "2026-11-22T11:00:00.000Z" });

const failed = (action: DeliveryError["action"], over: Partial<Message> = {}) =>
  sampleMessage(1, {
    ...{ direction: "outbound", status: "failed" },
    error: { code: "1", title: "No", detail: null, ...(action && { action }) },
    ...over,
  });
const ways = (message: Message, conversation = open) =>
  Object.entries(waysOut(message, conversation, NOW))
    .filter(([, offered]) => offered)
    .map(([way]) => way);

it("offers what can help, and nothing else", () => {
  expect(ways(failed("retry"))).toEqual(["retry"]);
  expect(ways(failed("send_template"))).toEqual(["template"]);
  expect(ways(failed("change_message"))).toEqual([]);
  expect(ways(failed(undefined))).toEqual([]);
  expect(ways(failed("call_admin"))).toEqual(["retry", "callAdmin"]);
});

it("sends no text again after the window closed, but a template", () => {
  expect(ways(failed("retry"), closed)).toEqual(["template"]);
  expect(ways(failed("retry", { type: "template" }), closed)).toEqual(["retry"]);
});

it("asks before it repeats what may have arrived", () => {
  const unconfirmed = failed("retry", { status: "unconfirmed" });
  expect(ways(unconfirmed)).toEqual(["retry", "ask"]);
});
