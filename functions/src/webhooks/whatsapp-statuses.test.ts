import { identityRef } from "@live-chat/core/documents.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Delivery } from "../../testing/delivery.ts";
import { readThread, whatsApp } from "../../testing/serve-webhooks.ts";
import { useWebhooks } from "../../testing/webhooks-for-tests.ts";

const here = useWebhooks();

let delivery: Delivery;
beforeEach(async () => {
  delivery = new Delivery(here.services);
  await delivery.graph.start();
});
afterEach(() => delivery.graph.kill());

/** An answer that WhatsApp took, what WhatsApp tells of it, and what has become of it. */
async function answered() {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const question = await here.sheena.stored("text", { timestamp, text: { body: "Is it open?" } });
  const message = await delivery.send(question.conversation_id);
  const { wamid } = delivery.graph.taken.at(-1)!;
  const about = { id: wamid, recipient_id: here.sheena.from, timestamp: "1749416383" };
  return {
    tell: async (...told: object[]) => {
      const statuses = told.map((it) => ({ ...about, ...it }));
      expect((await here.webhooks.postWhatsApp(whatsApp({ statuses }))).status).toBe(200);
    },
    read: () => delivery.read(message),
  };
}

describe("a status", () => {
  test.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
    ["played", "read"],
  ])("`%s` shows as %s", async (status, shown) => {
    const { tell, read } = await answered();
    await tell({ status });
    expect((await read()).status).toBe(shown);
  });

  test("`failed` says why, in words of ours, with what Meta adds", async () => {
    const { tell, read } = await answered();
    const error_data = { details: "Message Undeliverable." };
    await tell({
      status: "failed",
      errors: [{ code: 131049, title: "This message was not delivered …", error_data }],
    });
    expect(await read()).toMatchObject({
      status: "failed",
      error: { code: "131049", title: "WhatsApp held this message back", action: "retry" },
    });
  });

  test("`failed` with a code that Meta invents later says what Meta says", async () => {
    const { tell, read } = await answered();
    const error_data = { details: "Moon phase." };
    await tell({ status: "failed", errors: [{ code: 131999, title: "New", error_data }] });
    expect((await read()).error).toMatchObject({ code: "131999", title: "New", detail: "Moon phase." });
  });

  test("may be left out, come late and come twice", async () => {
    const { tell, read } = await answered();
    await tell({ status: "read" });
    const { version } = await read();
    await tell({ status: "delivered" });
    await tell({ status: "sent" }, { status: "read" }, { status: "delivered" });
    expect(await read()).toMatchObject({ status: "read", version });
  });

  test("that Meta invents later is kept apart and costs the others nothing", async () => {
    const { tell, read } = await answered();
    await tell({ status: "warmed" }, { status: "delivered" });
    expect((await read()).status).toBe("delivered");
  });

  test("of a group takes the group's id for no customer's", async () => {
    const { tell, read } = await answered();
    const recipient_id = `${here.sheena.from}000`;
    await tell({ status: "delivered", recipient_type: "group", recipient_id });
    expect((await read()).status).toBe("delivered");
    const identity = identityRef(here.services.db, "whatsapp", "106540352242922", recipient_id);
    expect((await identity.get()).exists).toBe(false);
  });
});

test("a body is checked as it came, with its characters escaped as Meta does", async () => {
  const body = whatsApp({ messages: [here.sheena.text("esc", "Grüße aus Köln/Bonn 👋")] });
  const raw = JSON.stringify(body)
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  expect(raw).not.toBe(JSON.stringify(JSON.parse(raw)));
  expect((await here.webhooks.postWhatsApp(raw)).status).toBe(200);
  expect((await here.sheena.thread()).messages[0]?.text).toBe("Grüße aus Köln/Bonn 👋");
});

test("a thousand messages, almost 3 MB, in one webhook", async () => {
  const customers = Array.from({ length: 50 }, (_, n) => `${here.sheena.from}${10 + n}`);
  const messages = Array.from({ length: 1_000 }, (_, n) => ({
    ...here.sheena.text(`many${n}`, `${n} `.padEnd(2_700, "x")),
    from: customers[n % 50],
  }));
  const told = await here.webhooks.postWhatsApp(whatsApp({ contacts: here.sheena.contacts, messages }));
  expect(told.status).toBe(200);
  const threads = await Promise.all(customers.map((customer) => readThread(here.services, customer)));
  const places = threads.flatMap((thread) =>
    thread!.messages.map(({ seq, text }) => [seq, parseInt(text!, 10)]),
  );
  expect(places.length).toBe(1_000);
  for (const [seq, n] of places) expect(seq).toBe(Math.floor(n! / 50) + 1);
});
