import type { Author } from "@live-chat/contract/message.ts";
import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import { conversationRef, messageRef, messages, providerRef } from "@live-chat/core/documents.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readEverything } from "../../testing/serve-webhooks.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import type { CustomerKey, InboundChange, InboundMessage, MessageChange } from "./inbound-change.ts";
import { linkProviderId } from "./link-provider-id.ts";
import { storeInbound, storeReply } from "./store-message.ts";

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

const agent: Author = { kind: "agent", id: "ana", name: "Ana" };
let customer: CustomerKey;
let customers = 0;
beforeEach(() => {
  customer = { channel: "whatsapp", account: "100", ids: [`4917${++customers}`] };
});

function inbound(provider_id: string, more: Partial<InboundMessage> = {}): InboundMessage {
  const id = customer.ids[0]!;
  return {
    kind: "message",
    provider_id: `${id}-${provider_id}`,
    author: "customer",
    profile: { user_id: id, name: "Maria", phone: `+${id}` },
    type: "text",
    text: provider_id,
    content: null,
    attachments: [],
    reply_to: null,
    at: Date.now(),
    fingerprint: null,
    ...more,
  };
}

/** Stores changes for the customer, returns their conversation's id. */
async function receive(...changes: InboundChange[]): Promise<string> {
  const [first] = await storeInbound(services.db, customer, changes);
  if (first?.outcome !== "stored") throw new Error(`not stored but ${first?.outcome}`);
  return first.conversation_id;
}
const reply = (id: string, client_message_id: string, more: Partial<SendMessageBody> = {}) =>
  storeReply(services.db, id, agent, {
    client_message_id,
    type: "text",
    text: "Hello",
    reply_to: null,
    ...more,
  });
const readConversation = async (id: string) => (await conversationRef(services.db, id).get()).data()!;
const readMessages = async (id: string) =>
  (await messages(services.db, id).orderBy("seq").get()).docs.map((it) => it.data());
const oneTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("at the same time", () => {
  test("a hundred messages into one conversation: all stored, without a gap", async () => {
    const ids = await Promise.all(oneTo(100).map((n) => receive(inbound(`m${n}`))));
    expect(new Set(ids).size).toBe(1);
    expect((await readMessages(ids[0]!)).map(({ seq }) => seq)).toEqual(oneTo(100));
    const conversation = await readConversation(ids[0]!);
    expect(conversation).toMatchObject({ last_seq: 100, unread_count: 100, version: 100 });
    expect(conversation.last_message?.seq).toBe(100);
  });

  test("customer and agent", async () => {
    const id = await receive(inbound("first"));
    const both = oneTo(20).flatMap((n) => [receive(inbound(`in${n}`)), reply(id, `out${n}`)]);
    await Promise.all(both);
    expect((await readMessages(id)).map(({ seq }) => seq)).toEqual(oneTo(41));
    expect(await readConversation(id)).toMatchObject({ last_seq: 41, unread_count: 21, version: 41 });
  });

  test("the same webhook ten times, first of all: one conversation, one message", async () => {
    const ids = await Promise.all(oneTo(10).map(() => receive(inbound("once"))));
    expect(new Set(ids).size).toBe(1);
    expect(await readMessages(ids[0]!)).toHaveLength(1);
  });

  test("the same send ten times: one message, created once", async () => {
    const id = await receive(inbound("hi"));
    const sent = await Promise.all(oneTo(10).map(() => reply(id, "same")));
    expect(sent.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(sent.map(({ message }) => message.message_id)).size).toBe(1);
    expect((await readConversation(id)).last_seq).toBe(2);
  });
});

describe("an answer", () => {
  test("is queued, takes the customer off the waiting list and assigns, but reads nothing", async () => {
    const id = await receive(inbound("hi"), inbound("anyone?"));
    expect((await readConversation(id)).waiting_since).toBe((await readMessages(id))[0]?.created_at);
    const { message } = await reply(id, "c1");
    expect(message).toMatchObject({
      seq: 3,
      direction: "outbound",
      author: agent,
      type: "text",
      text: "Hello",
      status: "queued",
      attempt: 1,
      client_message_id: "c1",
      version: 1,
    });
    expect(message).not.toHaveProperty("fingerprint");
    expect(await readConversation(id)).toMatchObject({
      waiting_since: null,
      assignee: { id: "ana", name: "Ana" },
      unread_count: 2,
      read_seq: 0,
      last_message: message,
      version: 2,
    });
  });

  test("leaves the assignee who is there, and the status", async () => {
    const id = await receive(inbound("hi"));
    const assignee = { id: "boss", name: "Boss" };
    await conversationRef(services.db, id).update({ assignee, status: "resolved" });
    await reply(id, "c1");
    expect(await readConversation(id)).toMatchObject({ assignee, status: "resolved" });
  });

  test("a note stays inside: never queued, never unread, answers nothing, assigns nobody", async () => {
    const id = await receive(inbound("hi"));
    const before = await readConversation(id);
    const { message } = await reply(id, "n1", { type: "note", text: "VIP" });
    expect(message).toMatchObject({ direction: "internal", type: "note", status: "received", attempt: 0 });
    const { unread_count, waiting_since, assignee, status } = before;
    expect(await readConversation(id)).toMatchObject({
      unread_count,
      waiting_since,
      assignee,
      status,
      last_seq: 2,
    });
  });

  test("the same id again: the same message; with another text, type or reply_to: id_reused", async () => {
    const id = await receive(inbound("hi"));
    const [hi] = await readMessages(id);
    const first = await reply(id, "c1");
    const before = await readEverything(services);
    expect(await reply(id, "c1", { expected_seq: 0 })).toEqual({ message: first.message, created: false });
    await expect(reply(id, "c1", { text: "Bye" })).rejects.toMatchObject({ code: "id_reused", status: 409 });
    await expect(reply(id, "c1", { type: "note" })).rejects.toMatchObject({ code: "id_reused" });
    await expect(reply(id, "c1", { reply_to: hi!.message_id })).rejects.toMatchObject({ code: "id_reused" });
    expect(await readEverything(services)).toEqual(before);
  });

  test("if the conversation moved on: what was missed, and nothing stored", async () => {
    const id = await receive(inbound("one"), inbound("two"), inbound("three"));
    const error = await reply(id, "c1", { expected_seq: 1 }).catch((it) => it);
    expect(error).toMatchObject({ code: "conversation_moved", more: { extensions: { last_seq: 3 } } });
    expect(error.more.extensions.missed.map(({ text }: { text: string }) => text)).toEqual(["two", "three"]);
    expect(error.more.extensions.missed[0]).not.toHaveProperty("provider_id");
    expect((await readConversation(id)).last_seq).toBe(3);
    expect((await reply(id, "c1", { expected_seq: 3 })).created).toBe(true);
  });

  test("to nothing, or in no conversation", async () => {
    const id = await receive(inbound("hi"));
    for (const reply_to of ["nothing", "a/b", ".", "__x__"]) {
      await expect(reply(id, "c1", { reply_to })).rejects.toMatchObject({
        code: "message_not_found",
        status: 404,
      });
    }
    await expect(reply("nowhere", "c1")).rejects.toMatchObject({ code: "conversation_not_found" });
  });
});

describe("an inbound message", () => {
  test.each(["waiting", "resolved"])("opens a conversation that was %s", async (status) => {
    const id = await receive(inbound("hi"));
    await conversationRef(services.db, id).update({ status });
    await receive(inbound("again"));
    expect((await readConversation(id)).status).toBe("open");
  });

  test("counts as unread beyond what is read; waiting since the oldest without an answer", async () => {
    const id = await receive(inbound("1"), inbound("2"));
    await reply(id, "c1");
    await conversationRef(services.db, id).update({ read_seq: 1, read_inbound_count: 1, unread_count: 1 });
    await receive(inbound("3"));
    await receive(inbound("4"));
    const all = await readMessages(id);
    expect(await readConversation(id)).toMatchObject({ unread_count: 3, waiting_since: all[3]?.created_at });
    expect(all.map(({ inbound_count }) => inbound_count)).toEqual([1, 2, 2, 3, 4]);
  });
});

describe("a status", () => {
  const status = (status: "sent" | "delivered" | "read" | "failed"): MessageChange => ({
    kind: "status",
    target: `${customer.ids[0]}-out`,
    status,
    error: null,
  });
  const wamid = () => `${customer.ids[0]}-out`;
  const known = async () => (await providerRef(services.db, "whatsapp", "100", wamid()).get()).data()!;

  test("that came before its message waits eight days, and is applied when the id becomes known", async () => {
    const id = await receive(inbound("hi"));
    const { message_id } = (await reply(id, "c1")).message;
    expect(await storeInbound(services.db, customer, [status("read"), status("delivered")])).toEqual([
      { outcome: "waiting" },
      { outcome: "waiting" },
    ]);
    const days = ((await known()).expires_at!.toMillis() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(7.9);
    expect(days).toBeLessThan(8.1);
    await linkProviderId(
      services.db,
      { conversation_id: id, message_id, attempt: 1 },
      { providerId: wamid() },
    );
    expect(await known()).toMatchObject({ message_id, pending: [], expires_at: null });
    expect((await readConversation(id)).last_message).toMatchObject({
      message_id,
      status: "read",
      version: 2,
    });
    expect((await readMessages(id)).at(-1)).toMatchObject({ status: "read", version: 2 });
  });

  test("finds its message without saying who the customer is", async () => {
    const id = await receive(inbound("hi"));
    const { message_id } = (await reply(id, "c1")).message;
    await linkProviderId(
      services.db,
      { conversation_id: id, message_id, attempt: 1 },
      { providerId: wamid() },
    );
    await storeInbound(services.db, { ...customer, ids: [] }, [status("delivered")]);
    const message = (await messageRef(services.db, id, message_id).get()).data();
    expect(message).toMatchObject({ status: "delivered" });
  });

  test("of a customer who never wrote makes no conversation", async () => {
    await storeInbound(services.db, customer, [status("read")]);
    const found = services.db.collection("conversations").where("user_id", "==", customer.ids[0]);
    expect((await found.get()).empty).toBe(true);
  });
});

test("two ids that led to two conversations lead to the first from then on", async () => {
  const [phone] = customer.ids as [string];
  const one = await receive(inbound("by phone"));
  customer = { ...customer, ids: [`US.${phone}`] };
  const two = await receive(
    inbound("by name", { profile: { user_id: `US.${phone}`, name: null, phone: null } }),
  );
  expect(two).not.toBe(one);
  customer = { ...customer, ids: [phone, `US.${phone}`] };
  expect(await receive(inbound("both"))).toBe(one);
  customer = { ...customer, ids: [`US.${phone}`] };
  expect(await receive(inbound("by name again"))).toBe(one);
});
