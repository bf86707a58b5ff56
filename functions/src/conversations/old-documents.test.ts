import { type Conversation, conversation } from "@live-chat/contract/conversation.ts";
import { messagesAnswer } from "@live-chat/contract/rest.ts";
import { conversationRef, messageRef, messages } from "@live-chat/core/documents.ts";
import { FieldValue } from "firebase-admin/firestore";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import { backfillSearch } from "./backfill-search.ts";

const api = useApi();
let customers = 0;
let id: string;
let phone: string;
/** A conversation and a message as they were stored before there was a search, a window, a note … */
beforeEach(async () => {
  phone = `4980${++customers}`;
  id = await receive(api.db, phone, ["An ancient word"], "Methuselah");
  const gone = FieldValue.delete();
  await conversationRef(api.db, id).update({
    ...{ note: gone, blocked: gone, window_expires_at: gone, filter_keys: gone, named_by_agent: gone },
  } as never);
  const [message] = (await messages(api.db, id).get()).docs;
  await message!.ref.update({ search_words: gone, reaction_events: gone, send_began_at: gone } as never);
});

test("they are shown with every field that there is today", async () => {
  const { body } = await api.call("GET", `/conversations/${id}`);
  const shown: Conversation = v.parse(conversation, body.conversation);
  expect(shown).toMatchObject({ note: null, blocked: false, window_expires_at: null });
  const thread = await api.call("GET", `/conversations/${id}/messages`);
  expect(v.parse(messagesAnswer, thread.body).messages).toMatchObject([{ text: "An ancient word" }]);
});

test("they go on as any other", async () => {
  expect(await receive(api.db, phone, ["Still here"])).toBe(id);
  const sent = { client_message_id: "c1", type: "text", text: "Good" };
  expect((await api.call("POST", `/conversations/${id}/messages`, { body: sent })).status).toBe(201);
  const changed = await api.call("PATCH", `/conversations/${id}`, { body: { note: "old", blocked: true } });
  expect(changed.body.conversation).toMatchObject({ note: "old", blocked: true, last_seq: 3 });
});

test("a search finds them once they were given its words; doing it again changes nothing", async () => {
  const found = async () => {
    const { body } = await api.call("GET", "/search?q=ancient");
    return body.messages.some(
      ({ message }: { message: { conversation_id: string } }) => message.conversation_id === id,
    );
  };
  expect(await found()).toBe(false);
  const first = await backfillSearch(api.db);
  expect(first.conversations).toBeGreaterThan(0);
  expect(await found()).toBe(true);
  expect((await api.call("GET", `/conversations?q=${phone}`)).body.total).toBe(1);
  const before = await readConversation(api.db, id);
  expect(await backfillSearch(api.db)).toEqual({ conversations: 0, messages: 0 });
  expect(await readConversation(api.db, id)).toEqual(before);
  const [message] = (await messages(api.db, id).get()).docs;
  expect((await messageRef(api.db, id, message!.id).get()).data()?.version).toBe(1);
});
