import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messages } from "@live-chat/core/documents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { Delivery } from "../../testing/delivery.ts";
import { receive } from "../../testing/receive.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { readEverything } from "../../testing/serve-webhooks.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { folderStore } from "../media/media-store.ts";
import { createEndpointDirectory } from "../outgoing-webhooks/endpoint-directory.ts";
import { notifyEndpoints } from "../outgoing-webhooks/notify-endpoints.ts";
import { messageCreated } from "../outgoing-webhooks/outgoing-event.ts";

let services: Services;
let delivery: Delivery;
let api: ServedApi;
let folder: string;
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  putAccount({ uid: "boss", displayName: "Boss", role: "admin" });
  services = await startServices();
  delivery = new Delivery(services);
  await delivery.graph.start();
  folder = await mkdtemp(join(tmpdir(), "live-chat-erase-"));
  api = await serveApi(services, undefined, { media: { store: folderStore(folder), signingKey: "tests" } });
});
afterAll(async () => {
  await delivery.graph.kill();
  await api.stop();
  await services.stop();
  await rm(folder, { recursive: true });
});

/** Whatever is kept anywhere, also what was to be told to other systems. */
async function everything(): Promise<string> {
  const told = (await services.db.collectionGroup("webhook_deliveries").get()).docs;
  const files = await readdir(folder).catch(() => []);
  return JSON.stringify([await readEverything(services), told.map((it) => [it.ref.path, it.data()]), files]);
}

test("after a whole life of a conversation, nothing of it is left but who erased it", async () => {
  const token = idToken("boss", { role: "admin" });
  const events = ["message.created"];
  await api.call("POST", "/webhook-endpoints", { token, body: { url: "https://crm.example/", events } });

  // Found by three ids, with a reply under way, a note, a file, search words, and events for other systems.
  const id = await receive(services.db, "49555001", ["Sesame", "Poppy"], "Maria Nigella");
  delivery.graph.waId = () => "49555002";
  await delivery.send(id, { text: "Caraway" });
  await api.call("PATCH", `/conversations/${id}`, { body: { note: "Cumin", name: "Mrs Fennel" } });
  const sent = await api.call("POST", "/uploads?name=Anise.pdf", { raw: "%PDF-1.7" });
  const attachments = [{ upload_id: sent.body.upload.upload_id }];
  const body = { client_message_id: "f1", type: "document", text: "Coriander", attachments };
  expect((await api.call("POST", `/conversations/${id}/messages`, { body })).status).toBe(201);
  const directory = createEndpointDirectory(services);
  const dependencies = { db: services.db, tasks: { add: async () => {} }, directory };
  for (const stored of (await messages(services.db, id).get()).docs) {
    await notifyEndpoints(dependencies, messageCreated(stored.data()));
  }
  const traces = /Sesame|Poppy|Nigella|Caraway|Cumin|Fennel|Anise|Coriander|49555001/gi;
  const found = new Set((await everything()).match(traces)?.map((it) => it.toLowerCase()));
  expect(found.size).toBe(9);
  expect(await readdir(folder)).toHaveLength(1);

  const erased = await api.call("DELETE", `/conversations/${id}`, { token });
  expect([erased.status, erased.body.messages]).toEqual([200, 4]);
  expect((await everything()).match(traces)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
  const left = Object.entries(await readEverything(services)).filter((it) => JSON.stringify(it).includes(id));
  expect(left.map(([path]) => path.split("/")[0])).toEqual(["audit_log"]);
});
