import type { Reaction } from "@live-chat/contract/message.ts";
import { conversationRef, type MessageDocument, messageRef, messages } from "@live-chat/core/documents.ts";
import { openLog } from "@live-chat/core/event-log.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import { publishMessageUpdate } from "../messages/publish-message-update.ts";
import { messageUpdated } from "../outgoing-webhooks/outgoing-event.ts";

const api = useApi();
let conversation: string;
let theirs: string;
let customers = 0;
beforeAll(() => {
  putAccount({ uid: "ben", displayName: "Ben", role: "agent" });
});
beforeEach(async () => {
  conversation = await receive(api.db, `49179${++customers}`, ["Thank you!"]);
  theirs = (await messages(api.db, conversation).get()).docs[0]!.id;
});

const react = (id: string, emoji: unknown, token = idToken("ana")) =>
  api.call("PUT", `/conversations/${conversation}/messages/${id}/reaction`, { token, body: { emoji } });
const read = async (id: string): Promise<MessageDocument> =>
  (await messageRef(api.db, conversation, id).get()).data()!;
const say = async (type: "text" | "note", token = idToken("ana")) => {
  const body = { client_message_id: `${type} ${Math.random()}`, type, text: "Hi" };
  return (await api.call("POST", `/conversations/${conversation}/messages`, { token, body })).body.message;
};
const emojis = (reactions: Reaction[]) => reactions.map(({ emoji, author }) => [emoji, author.name]);

test("a reaction is stored with its author, in the list's preview too, published and told to other systems", async () => {
  await openLog(api.redis);
  const before = await read(theirs);
  const answer = await react(theirs, "👍");
  expect(answer.status).toBe(200);
  const { message } = answer.body;
  expect(message.reactions).toEqual([
    { emoji: "👍", author: { kind: "agent", id: "ana", name: "Ana" }, status: "queued" },
  ]);
  expect(message).not.toHaveProperty("reaction_send");
  expect(message.version).toBe(before.version + 1);
  const { last_message, last_seq, waiting_since, assignee } = await readConversation(api.db, conversation);
  expect(last_message).toEqual(message);
  // It is no answer: the customer still waits for one, from anybody.
  expect([last_seq, waiting_since, assignee]).toEqual([1, expect.any(String), null]);

  const after = await read(theirs);
  await publishMessageUpdate(api, before, after);
  const log = await api.redis.xrange(redisKeys.log, "-", "+");
  const told = log.map(([, fields]) => fields).findLast((fields) => fields[1] === "message_updated")!;
  expect(JSON.parse(told[3]!).message).toEqual(message);
  expect(messageUpdated(before, after)?.data.message?.reactions).toEqual(message.reactions);

  expect((await react(theirs, "👍", idToken("ben"))).body.message).toEqual(message);
  expect(emojis((await react(theirs, "❤️", idToken("ben"))).body.message.reactions)).toEqual([["❤️", "Ben"]]);
  expect((await react(theirs, "")).body.message.reactions).toEqual([]);
});

test("a note's reactions are each agent's own; they don't leave, and no other system hears of them", async () => {
  const { message_id } = await say("note");
  const before = await read(message_id);
  await react(message_id, "👍");
  const { message } = (await react(message_id, "👍", idToken("ben"))).body;
  expect(emojis(message.reactions)).toEqual([
    ["👍", "Ana"],
    ["👍", "Ben"],
  ]);
  const after = await read(message_id);
  expect(after.reaction_send).toBeUndefined();
  expect(messageUpdated(before, after)).toBe(null);
});

test.each(["👍", "👍🏽", "❤️", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])("%s is one emoji", async (emoji) => {
  expect((await react(theirs, emoji)).body.message?.reactions[0]?.emoji).toBe(emoji);
});

test("a heart written as a letter becomes the emoji", async () => {
  expect((await react(theirs, "❤")).body.message.reactions[0].emoji).toBe("❤️");
});

test.each(["ok", "1", "👍👍", "👍 ", " ", "\u200d", "x".repeat(200), null, 1, undefined])(
  "%j is none",
  async (emoji) => {
    const { status, body } = await react(theirs, emoji);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, "/emoji"]);
  },
);

test("what isn't there: 404; another method: 405", async () => {
  expect((await react("unknown", "👍")).body.code).toBe("message_not_found");
  expect((await react("a.b", "👍")).body.code).toBe("message_not_found");
  const path = `/conversations/unknown/messages/${theirs}/reaction`;
  expect((await api.call("PUT", path, { body: { emoji: "👍" } })).body.code).toBe("conversation_not_found");
  const deleted = await api.call("DELETE", path);
  expect([deleted.status, deleted.headers.get("allow")]).toEqual([405, "PUT"]);
});

test("where the customer can't be shown it: 409, and nothing changes", async () => {
  const ours = (await say("text")).message_id;
  const month = new Date(Date.now() - 31 * 24 * 60 * 60_000).toISOString();
  const change = (id: string, to: Partial<MessageDocument>) =>
    messageRef(api.db, conversation, id).update(to);
  const refused = async (id: string, code = "not_reactable") => {
    const before = await read(id);
    const { status, body } = await react(id, "👍");
    expect([status, body.code]).toEqual([409, code]);
    expect(await read(id)).toEqual(before);
    return body;
  };
  await refused(ours);
  await change(theirs, { provider_timestamp: month });
  await refused(theirs);
  await change(theirs, { provider_timestamp: null, revoked_at: month });
  await refused(theirs);
  await change(theirs, { revoked_at: null });
  const window_expires_at = new Date(Date.now() - 1).toISOString();
  await react(theirs, "🎉");
  await conversationRef(api.db, conversation).update({ window_expires_at });
  expect(await refused(theirs, "window_closed")).toMatchObject({ window_expires_at });
  // What is there already isn't asked for again; and notes know no window.
  expect((await react(theirs, "🎉")).status).toBe(200);
  expect((await react((await say("note")).message_id, "👍")).status).toBe(200);
});

test("a key that may send reacts as a bot, and to no notes but its own", async () => {
  const body = { name: "Bot", scopes: ["messages:send"] };
  const made = await api.asAdmin("POST", "/api-keys", { body });
  const { key, api_key } = made.body;
  const { message } = (await react(theirs, "👀", key)).body;
  expect(message.reactions[0].author).toEqual({ kind: "bot", id: api_key.key_id, name: "Bot" });
  const note = await say("note");
  expect((await react(note.message_id, "👀", key)).body.code).toBe("message_not_found");
  expect((await read(note.message_id)).reactions).toEqual([]);
  const own = await say("note", key);
  expect((await react(own.message_id, "👀", key)).body.message.reactions).toHaveLength(1);
});
