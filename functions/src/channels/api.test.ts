import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelRef, messages } from "@live-chat/core/documents.ts";
import { openLog } from "@live-chat/core/event-log.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { Delivery, MINUTE } from "../../testing/delivery.ts";
import { serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { linkFiles } from "../media/link-files.ts";
import { folderStore } from "../media/media-store.ts";
import { changeMessage } from "../messages/change-message.ts";
import { withOwnReaction } from "../messages/react.ts";
import { storeInbound } from "../messages/store-message.ts";
import { verifyStandardWebhook } from "../webhooks/verify-standard-webhook.ts";
import { sendToSources } from "./api.ts";
import { publishChannel } from "./publish-channel.ts";

const secrets = [
  `whsec_${btoa("a source's secret, the 1st")}`,
  `whsec_${btoa("a source's secret, the 2nd")}`,
];
const signingKey = "the key of this test";
const got: { headers: IncomingHttpHeaders; raw: Buffer }[] = [];
let status = 200;
let server: Server;
let services: Services;
let delivery: Delivery;
let conversation: string;
let customers = 0;
beforeAll(async () => {
  putAccount({ uid: "boss", role: "admin" });
  putAccount({ uid: "ana", role: "agent" });
  services = await startServices();
  server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    got.push({ headers: request.headers, raw: Buffer.concat(chunks) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await services.stop();
});
beforeEach(async () => {
  got.length = 0;
  status = 200;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`;
  delivery = new Delivery(services, { sources: { crm: { secrets, url }, mute: { secrets } } });
  await channelRef(services.db, "api", "crm").delete();
  conversation = await receiveFrom("crm");
});

async function receiveFrom(account: string): Promise<string> {
  const id = `customer-${++customers}`;
  const [stored] = await storeInbound(services.db, { channel: "api", account, ids: [id] }, [
    {
      ...({ kind: "message", provider_id: `theirs-${id}`, author: "customer", type: "text" } as const),
      ...{ profile: { user_id: id, name: "Ana", phone: null }, text: "Hi", content: null, attachments: [] },
      ...{ reply_to: null, at: null, fingerprint: null },
    },
  ]);
  if (stored?.outcome !== "stored") throw new Error("not stored");
  return stored.conversation_id;
}

test("an answer is posted to its source's URL, signed with each of its secrets", async () => {
  const message = await delivery.send(conversation, { text: "Hello" });
  expect(message).toMatchObject({ status: "sent", attempt: 1 });
  const { headers, raw } = got[0]!;
  for (const secret of secrets) verifyStandardWebhook(headers, raw, [secret]);
  expect(headers["webhook-id"]).toBe(`${message.message_id}.1`);
  expect(JSON.parse(raw.toString())).toMatchObject({
    type: "message.send",
    data: {
      to: { id: `customer-${customers}`, name: "Ana" },
      ...{ text: "Hello", attempt: 1, conversation_id: conversation, message_id: message.message_id },
    },
  });
});

test("so is a reaction to what came from it, and that it is taken back", async () => {
  const [theirs] = (await messages(services.db, conversation).get()).docs.map((doc) => doc.data());
  const react = async (emoji: string) => {
    const author = { kind: "agent" as const, id: "ana", name: "Ana" };
    const change = { author, emoji, at: "2026-11-22T14:00:00.000Z", seq: 1 };
    const message = await changeMessage(services.db, theirs!, (before) => withOwnReaction(before, change));
    await delivery.trigger(message);
    const { headers, raw } = got.at(-1)!;
    verifyStandardWebhook(headers, raw, secrets);
    return { id: headers["webhook-id"], body: JSON.parse(raw.toString()) };
  };
  const { message_id, user_id } = theirs!;
  const first = await react("👍");
  expect(first.id).toBe(`${message_id}.r1`);
  expect(first.body).toEqual({
    type: "reaction.send",
    timestamp: "2026-11-22T14:00:00.000Z",
    data: {
      ...{ message_id, conversation_id: conversation, number: 1, target: theirs!.provider_id, emoji: "👍" },
      to: { id: user_id, name: "Ana", phone: null },
      author: { kind: "agent", name: "Ana" },
    },
  });
  expect((await delivery.read(theirs!)).reactions).toMatchObject([{ emoji: "👍", status: "sent" }]);
  expect((await react("")).body.data).toMatchObject({ number: 2, emoji: "", author: null });
  status = 422;
  await react("❤️");
  expect((await delivery.read(theirs!)).reactions).toMatchObject([
    { emoji: "❤️", status: "failed", error: { code: "http_422" } },
  ]);
});

test("files are links that the source can fetch, without any key", async () => {
  const folder = await mkdtemp(join(tmpdir(), "live-chat-api-channel-"));
  const api = await serveApi(services, undefined, { media: { store: folderStore(folder), signingKey } });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`;
  const { dependencies } = delivery;
  dependencies.channels.api = sendToSources({ crm: { secrets, url } }, linkFiles(api.url, signingKey));
  const sent = await api.call("POST", "/uploads?name=a.pdf", { raw: "%PDF-1.7", token: idToken("ana") });
  const attachments = [{ upload_id: sent.body.upload.upload_id }];
  const message = await delivery.send(conversation, { type: "document", text: "The invoice", attachments });
  const { data } = JSON.parse(got[0]!.raw.toString());
  expect(data).toMatchObject({ type: "document", text: "The invoice", attachments: [{ name: "a.pdf" }] });
  const [linked] = data.attachments;
  expect(new URL(linked.url).origin).toBe(api.url);
  const file = await fetch(linked.url);
  expect([file.status, await file.text()]).toEqual([200, "%PDF-1.7"]);
  expect(message.attachments[0]?.url).toMatch(/^\/api\/live-chat\/media\/[\w-]+$/);
  await api.stop();
  await rm(folder, { recursive: true });
});

test.each([
  [503, "queued", "sent"],
  [429, "queued", "sent"],
  [422, "failed", "failed"],
  [500, "queued", "unconfirmed"],
])("answered %i: %s, in the end %s", async (code, first, last) => {
  status = code;
  const message = await delivery.send(conversation);
  expect(message.status).toBe(first);
  status = 200;
  await delivery.pass(2 * MINUTE);
  expect((await delivery.read(message)).status).toBe(last);
  expect(got).toHaveLength(last === "sent" ? 2 : 1);
});

test("a source without a URL takes no answers: failed, with the reason", async () => {
  const message = await delivery.send(await receiveFrom("mute"));
  expect(message).toMatchObject({ status: "failed", error: { code: "no_url", action: "call_admin" } });
});

test("a source that lets nobody in stops its channel, for all to see, until an admin resumes it", async () => {
  status = 410;
  const api = await serveApi(services, undefined, { deliverySteps: delivery.dependencies.tasks });
  const message = await delivery.send(conversation);
  const { body } = await api.call("GET", "/channels");
  expect(body.channels).toMatchObject([
    { channel: "api", account: "crm", state: "stopped", error: { code: "http_410" } },
  ]);
  expect(body.channels[0]).not.toHaveProperty("probe_at");
  await openLog(services.redis);
  const stopped = (await channelRef(services.db, "api", "crm").get()).data();
  await publishChannel(services, undefined, stopped);
  await publishChannel(services, stopped, { ...stopped!, probe_at: 1 });
  const log = await services.redis.xrange(redisKeys.log, "-", "+");
  const events = log.map(([, fields]) => fields[1]).filter((event) => event === "channel_updated");
  expect(events).toHaveLength(1);

  status = 200;
  const resume = (uid: string, role: string) =>
    api.call("POST", "/channels/api/crm/resume", { token: idToken(uid, { role }) });
  expect((await resume("ana", "agent")).status).toBe(403);
  expect((await resume("boss", "admin")).body.channel).toMatchObject({ state: "ok", error: null });
  await delivery.pass(1_000);
  expect((await delivery.read(message)).status).toBe("sent");
  await api.stop();
});
