import { settingsRef } from "@live-chat/core/documents.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { Delivery } from "../../testing/delivery.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { storeInbound } from "../messages/store-message.ts";
import { showReadOnChannel } from "./show-read-on-channel.ts";

let services: Services;
let api: ServedApi;
let delivery: Delivery;
let conversation: string;
let customers = 0;
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  delivery = new Delivery(services);
  await delivery.graph.start();
  api = await serveApi(services, undefined, { channels: delivery.dependencies.channels });
  conversation = await receive(services.db, `49179${++customers}`, ["one", "two", "three"]);
});
afterEach(async () => {
  await settingsRef(services.db).delete();
  await api.stop();
  await delivery.graph.kill();
});

/** Reads up to `seq` by the route, and does what the trigger on the conversation does. */
async function read(seq: number): Promise<void> {
  const before = await readConversation(services.db, conversation);
  await api.call("POST", `/conversations/${conversation}/read`, { body: { seq } });
  await showReadOnChannel(delivery.dependencies, before, await readConversation(services.db, conversation));
}
const told = () => delivery.graph.taken.map(({ body }) => body);
const switchOff = () => settingsRef(services.db).set({ labels: [], mark_read_on_channel: false });

test("the newest message that was read is marked on the channel, once", async () => {
  await delivery.store(conversation, { type: "note", text: "a note in between" });
  await read(2);
  await read(1);
  await read(4);
  expect(told()).toEqual([
    { messaging_product: "whatsapp", status: "read", message_id: expect.stringMatching(/^provider-/) },
    { messaging_product: "whatsapp", status: "read", message_id: expect.stringMatching(/^provider-/) },
  ]);
  const ids = told().map((body) => Number(body.message_id.split("-")[1]));
  expect(ids[1]! - ids[0]!).toBe(1);
});

test("of messages that came in another order, the one written last stands for all", async () => {
  const customer = `49179${customers}`;
  const write = (provider_id: string, minutes: number) =>
    storeInbound(services.db, { channel: "whatsapp", account: "100", ids: [customer] }, [
      {
        ...({ kind: "message", author: "customer", type: "text", text: provider_id, content: null } as const),
        ...{ provider_id, attachments: [], reply_to: null, fingerprint: null },
        profile: { user_id: customer, name: null, phone: null },
        at: Date.now() + minutes * 60_000,
      },
    ]);
  await write("wamid.last", 2);
  await write("wamid.late", 1);
  await read(5);
  expect(told()).toMatchObject([{ message_id: "wamid.last" }]);
});

test("the settings can keep it inside, typing too", async () => {
  await switchOff();
  await read(3);
  await api.call("POST", `/conversations/${conversation}/typing`, { body: { typing: true } });
  expect(delivery.graph.asked).toEqual([]);
});

test("an agent's typing shows on the customer's side, not with every key", async () => {
  const asked = new Promise<void>((resolve) => {
    const { taken } = delivery.graph;
    taken.push = (...sent) => {
      resolve();
      return Array.prototype.push.apply(taken, sent);
    };
  });
  const typing = () => api.call("POST", `/conversations/${conversation}/typing`, { body: { typing: true } });
  expect((await typing()).status).toBe(204);
  await asked;
  for (let n = 0; n < 5; n++) await typing();
  expect(told()).toMatchObject([{ status: "read", typing_indicator: { type: "text" } }]);
});
