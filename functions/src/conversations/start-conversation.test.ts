import { messageRef } from "@live-chat/core/documents.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { Delivery } from "../../testing/delivery.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type ServedWebhooks, serveWebhooks, whatsApp } from "../../testing/serve-webhooks.ts";
import { type Services, startServices } from "../../testing/start-services.ts";

let services: Services;
let delivery: Delivery;
let api: ServedApi;
let webhooks: ServedWebhooks;
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
  delivery = new Delivery(services);
  await delivery.graph.start();
  const data = [{ id: "100", display_phone_number: "+1 555 0100" }];
  delivery.graph.pages["/200/phone_numbers"] = { data };
  api = await serveApi(services, undefined, { channels: delivery.dependencies.channels });
  webhooks = await serveWebhooks(services);
});
afterAll(async () => {
  await delivery.graph.kill();
  await webhooks.stop();
  await api.stop();
  await services.stop();
});
beforeEach(() => {
  Object.assign(delivery.graph, { fate: () => "take", waId: (typed: string) => typed });
});

const start = (phone: string, account = "100") =>
  api.call("POST", "/conversations", { body: { channel: "whatsapp", account, phone } });
const opened = async (phone: string): Promise<string> => {
  const { status, body } = await start(phone);
  expect(status).toBe(201);
  return body.conversation.conversation_id;
};
const template = { name: "hello", language: "en", variables: {} };
const write = (id: string) => delivery.send(id, { type: "template", template });

test("a number that WhatsApp knows by another: the customer's answer lands where we wrote", async () => {
  const id = await opened("+49 176 1000001");
  delivery.graph.waId = () => "4917699999";
  expect((await write(id)).status).toBe("sent");
  expect(await receive(services.db, "4917699999", ["Hello yourself"])).toBe(id);
  expect(await readConversation(services.db, id)).toMatchObject({ user_id: "4917699999", last_seq: 2 });
});

test("so it does where the answer to our send got lost, and only a status tells", async () => {
  const id = await opened("+49 176 1000002");
  delivery.graph.fate = () => "take and cut";
  const message = await write(id);
  expect(message.status).toBe("queued");
  const { body, wamid } = delivery.graph.taken.at(-1)!;
  const status = {
    ...{ id: wamid, status: "delivered", timestamp: "1749416383", recipient_id: "4917688888" },
    biz_opaque_callback_data: body.biz_opaque_callback_data,
  };
  expect((await webhooks.postWhatsApp(whatsApp({ statuses: [status] }, "100"))).status).toBe(200);
  expect((await messageRef(services.db, id, message.message_id).get()).data()?.status).toBe("delivered");
  expect(await receive(services.db, "4917688888", ["Got it"])).toBe(id);
});

test("a customer who wrote before is not taken from their conversation", async () => {
  const theirs = await receive(services.db, "4917677777", ["I was here first"]);
  const id = await opened("+49 176 1000003");
  delivery.graph.waId = () => "4917677777";
  await write(id);
  expect(await receive(services.db, "4917677777", ["And still am"])).toBe(theirs);
});

test.each([
  ["Mexico", "5215512345678", "+52 55 1234 5678"],
  ["Brazil", "551187654321", "+55 11 9 8765 4321"],
  ["Argentina", "5491123456789", "+54 11 2345-6789"],
])("%s: who wrote as %s is found by %s", async (_country, wa_id, typed) => {
  const known = await receive(services.db, wa_id, ["Hola"]);
  const { status, body } = await start(typed);
  expect([status, body.conversation.conversation_id]).toEqual([200, known]);
});

test("only from a number of ours: one somebody wrote to, or that WhatsApp lists", async () => {
  const unknown = await start("+49 176 1000004", "999");
  expect([unknown.status, unknown.body.code, unknown.body.errors[0].pointer]).toEqual([
    404,
    "account_not_found",
    "/account",
  ]);
  await receive(services.db, "4917666666", ["Hi"]);
  await delivery.graph.kill();
  expect((await start("+49 176 1000005", "777")).body.code).toBe("unavailable");
  expect((await start("+49 176 1000006", "100")).status).toBe(201);
  await delivery.graph.start();
});
