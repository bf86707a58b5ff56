import { channelRef, conversationRef, deliveryRef, messageRef } from "@live-chat/core/documents.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Delivery, HOUR, MINUTE, SECOND } from "../../testing/delivery.ts";
import type { Fate } from "../../testing/fake-graph.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { resumeChannel } from "../delivery/channel-state.ts";
import { giveUpReply } from "../delivery/give-up-reply.ts";
import { continueDelivery, deliverReply } from "./deliver-reply.ts";
import { storeInbound } from "./store-message.ts";

let services: Services;
let delivery: Delivery;
let conversation: string;
let customer: string;
let customers = 0;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  delivery = new Delivery(services);
  await delivery.graph.start();
  customer = `49176${++customers}`;
  conversation = await receive(services.db, customer, ["Hello?"]);
});
afterEach(() => delivery.graph.kill());

/** The first sends meet these fates, the others are taken. */
function fates(...list: Fate[]): void {
  delivery.graph.fate = () => list.shift() ?? "take";
}

describe("an answer", () => {
  test("is sent as the Cloud API wants it, and has one tick", async () => {
    const message = await delivery.send(conversation, { text: "Hi there" });
    expect(message).toMatchObject({ status: "sent", error: null, attempt: 1 });
    const [sent] = delivery.graph.taken;
    expect(sent?.path).toBe("/100/messages");
    expect(sent?.body).toEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: customer,
      type: "text",
      text: { body: "Hi there", preview_url: true },
      biz_opaque_callback_data: `${conversation}/${message.message_id}/1`,
    });
    expect((await readConversation(services.db, conversation)).last_message).toMatchObject({
      status: "sent",
      version: message.version,
    });
  });

  test("names the message that it answers by the channel's own id", async () => {
    const first = await delivery.send(conversation);
    const reply_to = first.message_id;
    await delivery.send(conversation, { reply_to });
    expect(delivery.graph.taken[1]?.body.context).toEqual({ message_id: delivery.graph.taken[0]?.wamid });
  });

  test("to one that failed later names none: the customer never saw it", async () => {
    const first = await delivery.send(conversation);
    await status("wamid.failed", "failed", first);
    await delivery.send(conversation, { reply_to: first.message_id });
    expect(delivery.graph.taken[1]?.body).not.toHaveProperty("context");
  });

  test("to a customer known by username only goes to `recipient`", async () => {
    const id = await receive(services.db, `US.user${customer}`, ["Hi"]);
    await delivery.send(id);
    const { to, recipient } = delivery.graph.taken[0]!.body;
    expect([to, recipient]).toEqual([undefined, `US.user${customer}`]);
  });

  test("and thirty at once, triggered doubly and in any order, leave once each and in order", async () => {
    const stored = [];
    for (let n = 0; n < 30; n++) stored.push(await delivery.store(conversation, { text: `m${n}` }));
    await Promise.all([...stored.toReversed(), ...stored].map((message) => delivery.trigger(message)));
    expect(delivery.graph.texts).toEqual(stored.map(({ text }) => text));
    const thread = await delivery.thread(conversation);
    expect(new Set(thread.map(({ status }) => status))).toEqual(new Set(["sent"]));
  });
});

describe("what surely was not taken", () => {
  test.each([130429, 131056, 131000, 131016])(
    "because of %i waits and leaves later, in order",
    async (code) => {
      fates({ refuse: code }, { refuse: code });
      const first = await delivery.send(conversation, { text: "one" });
      const second = await delivery.send(conversation, { text: "two" });
      expect([first.status, second.status, delivery.graph.texts]).toEqual(["queued", "queued", []]);
      await delivery.pass(MINUTE);
      expect(delivery.graph.texts).toEqual(["one", "two"]);
      expect(await delivery.read(second)).toMatchObject({ status: "sent", error: null });
    },
  );

  test("because nobody listens waits, too", async () => {
    await delivery.graph.kill();
    const message = await delivery.send(conversation);
    expect(message.status).toBe("queued");
    await delivery.graph.start();
    await delivery.pass(MINUTE);
    expect((await delivery.read(message)).status).toBe("sent");
  });

  test("for a day fails, with the reason", async () => {
    delivery.graph.fate = () => ({ refuse: 131016 });
    const message = await delivery.send(conversation);
    const yesterday = Date.now() - 25 * HOUR;
    await deliveryRef(services.db, conversation).update({ failing_since: yesterday });
    await delivery.pass(MINUTE);
    expect(await delivery.read(message)).toMatchObject({ status: "failed", error: { code: "131016" } });
  });

  test("since its trigger failed for a day ends as well, unless it began to leave meanwhile", async () => {
    const message = await delivery.store(conversation);
    await giveUpReply(delivery.dependencies, message);
    const error = { code: "never_left", action: "retry" };
    expect(await delivery.read(message)).toMatchObject({ status: "failed", error });
    fates("hang");
    const begun = await delivery.send(conversation);
    await giveUpReply(delivery.dependencies, begun);
    expect((await delivery.read(begun)).status).toBe("queued");
  });

  test.each([
    [131026, "This customer can’t be reached on WhatsApp", undefined],
    [131047, "The 24-hour window is closed", "send_template"],
    [131049, "WhatsApp held this message back", "retry"],
    [999_999, "(#999999) Meta's words", undefined],
  ])("for good (%i) fails at once, says why, and holds nothing up", async (code, title, action) => {
    fates({ refuse: code });
    const message = await delivery.send(conversation);
    expect(message).toMatchObject({ status: "failed", error: { code: String(code), title } });
    expect(message.error?.action).toBe(action);
    expect((await delivery.send(conversation)).status).toBe("sent");
  });
});

describe("what may have left", () => {
  test.each<Fate>(["take and cut", "cut", "hang", "take and 502"])(
    "(%s) is never repeated by itself: after a minute it is unconfirmed",
    async (fate) => {
      fates(fate);
      const message = await delivery.send(conversation);
      const others = await delivery.send(conversation, { text: "next" });
      expect(message.status).toBe("queued");
      await delivery.pass(40 * SECOND);
      expect((await delivery.read(message)).status).toBe("queued");
      expect((await delivery.read(others)).status).toBe("sent");
      await delivery.pass(22 * SECOND);
      expect(await delivery.read(message)).toMatchObject({
        status: "unconfirmed",
        error: { code: "unconfirmed", action: "retry" },
      });
      await delivery.pass(HOUR);
      expect(delivery.graph.texts.filter((text) => text === message.text).length).toBeLessThanOrEqual(1);
    },
  );

  test("is settled by a status that names the attempt, whatever the customer", async () => {
    fates("take and cut");
    const message = await delivery.send(conversation);
    await status("wamid.lost", "delivered", message);
    expect(await delivery.read(message)).toMatchObject({ status: "delivered", provider_id: "wamid.lost" });
    await delivery.pass(HOUR);
    expect((await delivery.read(message)).status).toBe("delivered");
  });

  test("is settled by such a status even after it was unconfirmed", async () => {
    fates("hang");
    const message = await delivery.send(conversation);
    await delivery.pass(2 * MINUTE);
    await status("wamid.late", "sent", message);
    expect(await delivery.read(message)).toMatchObject({ status: "sent", error: null });
  });

  test("proven to have left, spares a retry that nobody began; one that was begun goes its own way", async () => {
    fates("hang");
    const message = await delivery.send(conversation);
    await delivery.pass(2 * MINUTE);
    const retry = { ...(await delivery.read(message)), attempt: 2, status: "queued" as const, error: null };
    await messageRef(services.db, conversation, message.message_id).set(retry);
    await status("wamid.failed", "failed", message);
    expect(await delivery.read(message)).toMatchObject({ status: "queued", attempt: 2, provider_id: null });
    await messageRef(services.db, conversation, message.message_id).update({
      send_began_at: new Date().toISOString(),
    });
    await status("wamid.proof", "delivered", message);
    expect(await delivery.read(message)).toMatchObject({ status: "queued", provider_id: null });
    await messageRef(services.db, conversation, message.message_id).update({ send_began_at: null });
    await status("wamid.proof", "delivered", message);
    expect(await delivery.read(message)).toMatchObject({ status: "delivered", provider_id: "wamid.proof" });
    const sends = delivery.graph.texts.length;
    await delivery.trigger(retry);
    expect(delivery.graph.texts.length).toBe(sends);
    await status("wamid.proof", "read", message);
    expect(await delivery.read(message)).toMatchObject({ status: "read", attempt: 2 });
  });

  test("a status of another number's conversation settles nothing", async () => {
    fates("hang");
    const message = await delivery.send(conversation);
    await status("wamid.x", "read", message, "another-account");
    expect((await delivery.read(message)).status).toBe("queued");
  });
});

describe("the window", () => {
  test("of 24 hours begins with each of the customer's messages", async () => {
    const { window_expires_at } = await readConversation(services.db, conversation);
    expect(Date.parse(window_expires_at!) - Date.now()).toBeGreaterThan(23.9 * HOUR);
    expect(Date.parse(window_expires_at!) - Date.now()).toBeLessThanOrEqual(24 * HOUR);
  });

  test("closed: queued text doesn't leave any more", async () => {
    delivery.graph.fate = () => ({ refuse: 131016 });
    const message = await delivery.send(conversation);
    const soon = new Date(Date.now() + 10 * MINUTE).toISOString();
    await conversationRef(services.db, conversation).update({ window_expires_at: soon });
    await delivery.pass(9 * MINUTE);
    expect((await delivery.read(message)).status).toBe("queued");
    delivery.graph.fate = () => "take";
    await delivery.graph.kill();
    await delivery.pass(2 * MINUTE);
    await delivery.graph.start();
    await delivery.pass(HOUR);
    expect(delivery.graph.taken).toEqual([]);
    expect(await delivery.read(message)).toMatchObject({ status: "failed", error: { code: "131047" } });
  });
});

describe("a channel whose token expired", () => {
  const state = async () => (await channelRef(services.db, "whatsapp", "100").get()).data();
  afterEach(() => channelRef(services.db, "whatsapp", "100").delete());

  test("stops, says so, asks for nothing more, and goes on when a later try works", async () => {
    delivery.graph.fate = () => ({ refuse: 190 });
    const first = await delivery.send(conversation, { text: "one" });
    expect(first.status).toBe("queued");
    expect(await state()).toMatchObject({ state: "stopped", error: { code: "190", action: "call_admin" } });
    const asked = delivery.graph.asked.length;
    const elsewhere = await receive(services.db, `${customer}9`, ["Hi"]);
    const other = await delivery.send(elsewhere, { text: "elsewhere" });
    await delivery.send(conversation, { text: "two" });
    expect(delivery.graph.asked.length).toBe(asked);

    await delivery.pass(11 * MINUTE);
    expect(delivery.graph.asked.length).toBe(asked + 1);
    delivery.graph.fate = () => "take";
    await delivery.pass(21 * MINUTE);
    expect(await state()).toMatchObject({ state: "ok", error: null });
    expect(delivery.graph.texts.filter((text) => text !== "elsewhere")).toEqual(["one", "two"]);
    expect((await delivery.read(other)).status).toBe("sent");
  });

  test("isn't taken to work because its probe came too late to be sent", async () => {
    delivery.graph.fate = () => ({ refuse: 190 });
    const message = await delivery.send(conversation);
    const asked = delivery.graph.asked.length;
    const due = Date.now() + 10 * MINUTE;
    // The window closes after the probe began and before it is sent.
    const closes = new Date(due + 5.5 * SECOND).toISOString();
    await conversationRef(services.db, conversation).update({ window_expires_at: closes });
    let time = due;
    const slowly = { ...delivery.dependencies, now: () => (time += SECOND) };
    await continueDelivery(slowly, { do: "drain", conversation_id: conversation, due });
    expect(await delivery.read(message)).toMatchObject({ status: "failed", error: { code: "131047" } });
    expect(delivery.graph.asked.length).toBe(asked);
    expect(await state()).toMatchObject({ state: "stopped" });
  });
});

describe("a queue that waits", () => {
  afterEach(() => channelRef(services.db, "whatsapp", "100").delete());

  test("is gone on with, though its task comes a moment too early", async () => {
    fates({ refuse: 131016 });
    const message = await delivery.send(conversation);
    const [step] = delivery.waiting;
    const early = { ...delivery.dependencies, now: () => step!.due - 500 };
    if (await continueDelivery(early, step!)) throw new Error("done, so that it won't come again");
    await delivery.pass(MINUTE);
    expect((await delivery.read(message)).status).toBe("sent");
  });

  test("for a stopped channel goes on at once where a probe of another one works", async () => {
    delivery.graph.fate = () => ({ refuse: 190 });
    const first = await delivery.send(conversation);
    const elsewhere = await receive(services.db, `${customer}8`, ["Hi"]);
    const other = await delivery.send(elsewhere);
    delivery.graph.fate = () => "take";
    await delivery.pass(10 * MINUTE + SECOND);
    expect([(await delivery.read(first)).status, (await delivery.read(other)).status]).toEqual([
      "sent",
      "sent",
    ]);
  });

  test("for a stopped channel goes on where an admin mended it before that was written down", async () => {
    const { db } = services;
    delivery.graph.fate = () => ({ refuse: 190 });
    const elsewhere = await receive(db, `${customer}8`, ["Hi"]);
    await delivery.send(elsewhere);
    // Between what a delivery reads of its channel and its end, the admin resumes it.
    const { tasks, now } = delivery.dependencies;
    const resumed = {
      ...delivery.dependencies,
      tasks: {
        add: async (...task: Parameters<typeof tasks.add>) => {
          await resumeChannel(db, { channel: "whatsapp", account: "100" }, now());
          delivery.graph.fate = () => "take";
          await tasks.add(...task);
        },
      },
    };
    const message = await delivery.store(conversation);
    await deliverReply(resumed, message);
    expect((await delivery.read(message)).status).toBe("sent");
  });
});

test("a note never leaves, whatever rings", async () => {
  const note = await delivery.store(conversation, { type: "note", text: "Careful with this one" });
  await delivery.trigger(note);
  await delivery.trigger({ ...note, direction: "outbound", status: "queued" });
  await delivery.send(conversation, { text: "To the customer" });
  await delivery.pass(26 * HOUR);
  expect(delivery.graph.texts).toEqual(["To the customer"]);
});

type AttemptOf = { conversation_id: string; message_id: string; attempt: number };
async function status(
  target: string,
  status: "sent" | "delivered" | "read" | "failed",
  { conversation_id, message_id, attempt }: AttemptOf,
  account = "100",
): Promise<void> {
  await storeInbound(services.db, { channel: "whatsapp", account, ids: [] }, [
    { kind: "status", target, status, error: null, sent_as: { conversation_id, message_id, attempt } },
  ]);
}
