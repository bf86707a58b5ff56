import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { ChatEvent } from "@live-chat/contract/event.ts";
import type { Message } from "@live-chat/contract/message.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agent, sampleConversation, sampleMessage, timeAt } from "../testing/samples.ts";
import { applyEvent } from "./apply-event.ts";
import { shownConversations } from "./conversation-list.ts";
import { forgetUnconfirmed } from "./conversations.ts";
import { initialState, type State } from "./state.ts";
import { newThread } from "./thread.ts";

const IDS = ["c1", "c2", "c3"];

/** What the server would hold, and every event it would have sent on the way there. */
class Server {
  conversations = new Map<string, Conversation>();
  messages = new Map<string, Message[]>(IDS.map((id) => [id, []]));
  events: ChatEvent[] = [];
  private step = 0;

  receive(id: string): void {
    const seq = this.messages.get(id)!.length + 1;
    const message = sampleMessage(seq, { conversation_id: id, created_at: timeAt(++this.step) });
    this.messages.get(id)!.push(message);
    const known = this.conversations.get(id);
    const conversation = this.write(id, { last_seq: seq, last_message: message, unread_count: seq });
    const common = { user_id: message.user_id, conversation_id: id, conversation };
    if (!known) this.events.push({ event: "new_conversation", data: { ...common, phone: null, name: null } });
    this.events.push({ event: "new_message", data: { ...common, message } });
  }

  update(id: string, index: number): void {
    const messages = this.messages.get(id)!;
    const old = messages[index % Math.max(1, messages.length)];
    if (!old) return;
    const message = { ...old, text: `${old.text}!`, version: old.version + 1 };
    messages[old.seq - 1] = message;
    this.events.push({
      event: "message_updated",
      data: { user_id: message.user_id, conversation_id: id, message },
    });
  }

  read(id: string): void {
    if (!this.conversations.has(id)) return;
    const conversation = this.write(id, { read_seq: this.messages.get(id)!.length, unread_count: 0 });
    const { user_id } = conversation;
    this.events.push({ event: "conversation_updated", data: { user_id, conversation_id: id, conversation } });
  }

  page() {
    const conversations = [...this.conversations.values()];
    return { conversations, total: conversations.length };
  }

  private write(id: string, change: Partial<Conversation>): Conversation {
    const old = this.conversations.get(id) ?? sampleConversation({ conversation_id: id, version: 0 });
    const next = { ...old, ...change, last_activity_at: timeAt(++this.step), version: old.version + 1 };
    this.conversations.set(id, next);
    return next;
  }
}

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("receive"), id: fc.constantFrom(...IDS), at: fc.nat(9) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("update"), id: fc.constantFrom(...IDS), at: fc.nat(9) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("read"), id: fc.constantFrom(...IDS), at: fc.nat(9) }),
  },
);

function play(server: Server, steps: { kind: string; id: string; at: number }[]): void {
  for (const { kind, id, at } of steps) {
    if (kind === "receive") server.receive(id);
    else if (kind === "update") server.update(id, at);
    else server.read(id);
  }
}

/** As after fetching everything from the server right now. */
function freshState(server: Server): State {
  const page: ChatEvent = { event: "conversations", data: server.page() };
  const state = applyEvent({ ...initialState(agent), openId: "c1" }, page);
  return { ...state, threads: new Map([["c1", newThread(server.messages.get("c1")!, 1, null)]]) };
}

function visible(state: State) {
  return {
    list: shownConversations(state),
    thread: state.threads.get("c1")?.messages,
  };
}

describe("applyEvent", () => {
  it("ends where a fresh fetch would be, however the events were shuffled and repeated", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.infiniteStream(fc.nat(1000)),
        (before, during, random) => {
          const server = new Server();
          play(server, before);
          let state = freshState(server);
          server.events = [];
          play(server, during);
          const twice = [...server.events, ...server.events];
          const shuffled = twice
            .map((event) => ({ event, place: random.next().value }))
            .sort((a, b) => a.place - b.place);
          for (const { event } of shuffled) state = applyEvent(state, event);
          expect(visible(state)).toEqual(visible(freshState(server)));
        },
      ),
    );
  });

  it("ends where a fresh fetch would be after a reset and its refetch", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.array(step, { maxLength: 15 }), (before, missed) => {
        const server = new Server();
        play(server, before);
        let state = freshState(server);
        play(server, missed);
        state = applyEvent(state, { event: "conversations", data: server.page() });
        expect(state.threads.get("c1")?.unconfirmed).toBe(true);
        state = forgetUnconfirmed(state);
        expect(visible(state).list).toEqual(visible(freshState(server)).list);
      }),
    );
  });

  it("forgets a conversation that a reset and its refetch no longer know", () => {
    const server = new Server();
    server.receive("c1");
    server.receive("c2");
    let state: State = { ...freshState(server), openId: null };
    const rest = server.page().conversations.filter((one) => one.conversation_id === "c1");
    state = applyEvent(state, { event: "conversations", data: { conversations: rest, total: 1 } });
    expect(shownConversations(state)).toHaveLength(2);
    expect(shownConversations(forgetUnconfirmed(state)).map((one) => one.conversation_id)).toEqual(["c1"]);
  });

  it("forgets an erased conversation, whatever still comes late about it", () => {
    const server = new Server();
    server.receive("c1");
    const data = { user_id: "u", conversation_id: "c1" };
    let state = applyEvent(freshState(server), { event: "conversation_removed", data });
    for (const event of server.events) state = applyEvent(state, event);
    expect(visible(state)).toEqual({ list: [], thread: undefined });
    expect(state.openId).toBe(null);
  });

  it("drops threads that were not on the screen during a reset", () => {
    const server = new Server();
    server.receive("c1");
    const state = { ...freshState(server), openId: "c2" };
    const after = applyEvent(state, { event: "conversations", data: server.page() });
    expect(after.threads.has("c1")).toBe(false);
  });

  it("keeps the identity of what an event does not change", () => {
    const server = new Server();
    server.receive("c1");
    const state = freshState(server);
    for (const event of server.events) expect(applyEvent(state, event)).toBe(state);
  });

  it("notes the place in the log also of events whose names it doesn't know", () => {
    const before = initialState(agent);
    const strange = { event: "of_a_later_server", data: {} } as unknown as ChatEvent;
    const after = applyEvent(before, strange, "e/9-0");
    expect(after).toEqual({ ...before, stream: { ...before.stream, applied: "e/9-0" } });
  });

  it("notes the place in the log, and the log's head from heartbeats", () => {
    const server = new Server();
    server.receive("c1");
    let state = applyEvent(initialState(agent), server.events[1]!, "e/5-0");
    const heartbeat = { timestamp: timeAt(0), active_clients: 1, head: "e/6-0", log: "ok" } as const;
    state = applyEvent(state, { event: "heartbeat", data: heartbeat });
    expect(state.stream).toMatchObject({ applied: "e/5-0", head: "e/6-0" });
    state = applyEvent(state, { event: "heartbeat", data: { ...heartbeat, log: "unreachable" } });
    expect(state.stream.head).toBeNull();
    const connected = { status: "connected", connected_at: timeAt(0), head: "e/7-0" } as const;
    state = applyEvent(state, { event: "connected", data: connected });
    expect(state.stream.head).toBe("e/7-0");
  });
});
