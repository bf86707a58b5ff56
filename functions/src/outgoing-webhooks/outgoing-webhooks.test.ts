import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { conversationRef, messages } from "@live-chat/core/documents.ts";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import { type Answer, type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { mediaPath } from "../media/documents.ts";
import { linkFiles } from "../media/link-files.ts";
import { createGuardedFetch } from "../net/guarded-fetch.ts";
import { DELAYS } from "./apply-attempt.ts";
import { deliverWebhook, TooEarlyError } from "./deliver-webhook.ts";
import { deliveries, endpoints } from "./documents.ts";
import { createEndpointDirectory, type EndpointDirectory } from "./endpoint-directory.ts";
import { type DeliveryTask, notifyEndpoints } from "./notify-endpoints.ts";
import {
  conversationCreated,
  conversationUpdated,
  messageCreated,
  messageUpdated,
  type OutgoingEvent,
} from "./outgoing-event.ts";

type Hook = { headers: Record<string, string>; body: string };

let services: Services;
let api: ServedApi;
let receiver: Server;
let url: string;
/** How the receiver answers, and what it got. */
let status: number;
let hooks: Hook[];
/** What stands in the queue, with the delay in seconds; and by how much the clock is ahead, in ms. */
let queue: { task: DeliveryTask; delay: number; name: string }[] = [];
let names = new Set<string>();
let ahead: number;
let directory: EndpointDirectory;
const clock = () => Date.now() + ahead;

const tasks = {
  async add(task: DeliveryTask, { name, delay = 0 }: { name: string; delay?: number }) {
    if (names.has(name)) return;
    names.add(name);
    queue.push({ task, delay, name });
  },
};

beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  putAccount({ uid: "boss", displayName: "Boss", role: "admin" });
  services = await startServices();
  api = await serveApi(services, undefined, { webhookTasks: tasks });
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      hooks.push({ headers: request.headers as Record<string, string>, body: String(Buffer.concat(chunks)) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await api.stop();
  await services.stop();
});
beforeEach(async () => {
  for (const { ref } of (await endpoints(services.db).get()).docs) await services.db.recursiveDelete(ref);
  [status, hooks, queue, names, ahead] = [200, [], [], new Set(), 0];
  directory = createEndpointDirectory(services);
});

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(50).keys()]);
const ALL = ["message.created", "message.updated", "conversation.created", "conversation.updated"];
const asBoss = { token: idToken("boss", { role: "admin" }) };

async function subscribe(events = ALL, to = url): Promise<{ id: string; secret: string }> {
  const answer = await api.call("POST", "/webhook-endpoints", { ...asBoss, body: { url: to, events } });
  expect(answer.status).toBe(201);
  return { id: answer.body.endpoint.endpoint_id, secret: answer.body.secret };
}

const notify = (event: OutgoingEvent | null) => notifyEndpoints({ db: services.db, tasks, directory }, event);

/** What the triggers do for everything that is stored in a conversation now. */
async function ringTriggers(id: string): Promise<void> {
  const conversation = await readConversation(services.db, id);
  const { docs } = await messages(services.db, id).orderBy("seq").get();
  await notify(conversationCreated(conversation));
  await notify(conversationUpdated({ ...conversation, version: 0 }, conversation));
  for (const document of docs) {
    await notify(messageCreated(document.data()));
    await notify(messageUpdated({ ...document.data(), version: 0 }, document.data()));
  }
}

const deliver = (task: DeliveryTask, allowPrivate = true) =>
  deliverWebhook(
    {
      ...{ db: services.db, redis: services.redis, tasks, now: clock },
      fetch: createGuardedFetch({ allowPrivate }),
      linkFiles: linkFiles(api.url, "test-key", clock),
    },
    task,
  );

/** Works through the queue, letting the time pass that each task waits for, until it is empty. */
async function workOff(limit = 100): Promise<void> {
  for (let done = 0; queue.length > 0 && done < limit; done++) {
    const { task, delay } = queue.shift()!;
    ahead += delay * 1000;
    await deliver(task);
  }
}

const log = async (id: string): Promise<Answer["body"][]> =>
  (await api.call("GET", `/webhook-endpoints/${id}/deliveries`, asBoss)).body.deliveries;
const endpointOf = async (id: string): Promise<Answer["body"]> =>
  (await api.call("GET", "/webhook-endpoints", asBoss)).body.endpoints.find(
    (it: { endpoint_id: string }) => it.endpoint_id === id,
  );

describe("what leaves", () => {
  test("an event is posted once per endpoint that wants it, and verifies as Standard Webhooks", async () => {
    const all = await subscribe();
    await subscribe(["conversation.updated"]);
    const id = await receive(services.db, "4911110001", ["hello"]);
    const [message] = (await messages(services.db, id).get()).docs.map((it) => it.data());
    await notify(messageCreated(message!));
    await notify(messageCreated(message!)); // a trigger rings twice
    await workOff();
    expect(hooks.length).toBe(1);
    const { headers, body } = hooks[0]!;
    const verified = new Webhook(all.secret).verify(body, headers) as Answer["body"];
    expect(verified).toMatchObject({ type: "message.created", data: { message: { text: "hello", seq: 1 } } });
    expect(verified.data.message).not.toHaveProperty("fingerprint");
    expect(await log(all.id)).toMatchObject([
      { status: "delivered", event: "message.created", attempts: [{ status: 200, error: null }] },
    ]);
    expect(JSON.stringify(await log(all.id))).not.toContain("hello");
  });

  test("notes never do, in no event and no field", async () => {
    await subscribe();
    const id = await receive(services.db, "4911110002", ["hello"]);
    const note = { client_message_id: "n1", type: "note", text: "secret note" };
    const sent = await api.call("POST", `/conversations/${id}/messages`, { body: note });
    expect(sent.status).toBe(201);
    await conversationRef(services.db, id).update({ note: "secret remark" });
    expect((await readConversation(services.db, id)).last_message?.text).toBe("secret note");
    await ringTriggers(id);
    await api.call("PATCH", `/conversations/${id}`, { body: { labels: ["vip"] } });
    await ringTriggers(id);
    await workOff();
    // Two of the customer's message, three of the conversation, none of the note.
    expect(hooks.map(({ body }) => JSON.parse(body).type).sort()).toEqual([
      "conversation.created",
      "conversation.created",
      "conversation.updated",
      "conversation.updated",
      "message.created",
      "message.updated",
    ]);
    for (const { body } of hooks) expect(body).not.toContain("secret");
    const stored = await services.db.collectionGroup("webhook_deliveries").get();
    for (const document of stored.docs) expect(document.data().body).not.toContain("secret");
  });

  test("files are links that the other system can fetch, made anew for each attempt", async () => {
    const { id: endpoint } = await subscribe(["message.created", "conversation.created"]);
    const id = await receive(services.db, "4911110012", ["look"]);
    const sent = await api.call("POST", "/uploads?name=a.png", { raw: png });
    const { upload_id } = sent.body.upload;
    const body = { client_message_id: "f1", type: "image", attachments: [{ upload_id }] };
    expect((await api.call("POST", `/conversations/${id}/messages`, { body })).status).toBe(201);
    status = 503;
    await ringTriggers(id);
    await workOff(3);
    status = 200;
    await workOff();
    const linked = hooks.map(({ body }) => JSON.parse(body).data);
    const urls = linked.flatMap(({ message, conversation }) =>
      (message ?? conversation.last_message).attachments.map((it: { url: string }) => it.url),
    );
    expect(urls.length).toBe(4);
    // Two events may be tried in the same millisecond; an event's next attempt is seconds later.
    expect(new Set(urls).size).toBeGreaterThan(1);
    const file = await fetch(urls.at(-1)!);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(png);
    const kept = (await deliveries(services.db, endpoint).get()).docs.map((it) => it.data().body);
    const paths = kept.flatMap((it) => it.match(/\/api\/live-chat\/media\/[^"]*/g) ?? []);
    expect(new Set(paths)).toEqual(new Set([mediaPath(upload_id)]));
  });

  test("nothing of a conversation that was erased meanwhile is kept, however late its triggers come", async () => {
    const { id: endpoint } = await subscribe();
    const id = await receive(services.db, "4911110013", ["hello"]);
    const [message] = (await messages(services.db, id).get()).docs.map((it) => it.data());
    expect((await api.call("DELETE", `/conversations/${id}`, asBoss)).status).toBe(200);
    await notify(messageCreated(message!));
    expect((await deliveries(services.db, endpoint).get()).size).toBe(0);
    expect(queue).toEqual([]);
  });

  test("a new message says by itself what it changed about its conversation", async () => {
    const id = await receive(services.db, "4911110003", ["one"]);
    const before = await readConversation(services.db, id);
    await receive(services.db, "4911110003", ["two"]);
    const after = await readConversation(services.db, id);
    expect(conversationUpdated(before, after)).toBeNull();
  });
});

describe("when the receiver fails", () => {
  test("attempts back off for almost a day, then the endpoint is disabled and says why", async () => {
    status = 500;
    const { id } = await subscribe();
    await ringTriggers(await receive(services.db, "4911110004", ["hello"]));
    queue.splice(1);
    const began = clock();
    const delays: number[] = [];
    while (queue.length > 0) {
      delays.push(queue[0]!.delay);
      const before = await endpointOf(id);
      expect(before.status).toBe("active");
      await workOff(1);
    }
    expect(delays).toEqual([0, ...DELAYS]);
    expect((clock() - began) / 3_600_000).toBeGreaterThan(23);
    expect((clock() - began) / 3_600_000).toBeLessThan(24);
    const endpoint = await endpointOf(id);
    expect(endpoint).toMatchObject({ status: "disabled" });
    expect(endpoint.disabled_reason).toContain("Nothing got through for a day");
    const failed = (await log(id)).find((it) => it.status === "failed");
    expect(endpoint.failing_since).toBe(failed.attempts[0].at);
    expect(failed.attempts.length).toBe(DELAYS.length + 1);
    expect(hooks.every(({ headers }) => headers["webhook-id"] === failed.event_id)).toBe(true);

    // Nothing new is queued for it; once active again, what it missed can be replayed.
    const queued = names.size;
    await ringTriggers(await receive(services.db, "4911110005", ["later"]));
    expect(names.size).toBe(queued);
    const replay = `/webhook-endpoints/${id}/deliveries/${failed.delivery_id}/replay`;
    const refused = await api.call("POST", replay, asBoss);
    expect([refused.status, refused.body.code]).toEqual([409, "endpoint_disabled"]);
    const active = await api.call("PATCH", `/webhook-endpoints/${id}`, {
      ...asBoss,
      body: { status: "active" },
    });
    expect(active.body.endpoint).toMatchObject({
      status: "active",
      disabled_reason: null,
      failing_since: null,
    });
    status = 204;
    hooks = [];
    const replayed = await api.call("POST", replay, asBoss);
    expect([replayed.status, replayed.body.delivery.status]).toEqual([202, "pending"]);
    await workOff();
    expect(hooks.length).toBe(1);
    expect(hooks[0]!.headers["webhook-id"]).toBe(failed.event_id);
    const after = (await log(id)).find((it) => it.delivery_id === failed.delivery_id);
    expect(after.status).toBe("delivered");
  });

  test("it stays active while anything gets through", async () => {
    const { id } = await subscribe(["message.created"]);
    const first = await receive(services.db, "4911110006", ["never taken"]);
    status = 500;
    await ringTriggers(first);
    await workOff(3);
    const waiting = queue.splice(0);
    status = 200;
    await ringTriggers(await receive(services.db, "4911110007", ["taken"]));
    await workOff();
    expect((await endpointOf(id)).failing_since).toBeNull();
    status = 500;
    queue.push(...waiting);
    await workOff();
    expect((await endpointOf(id)).status).toBe("active");
  });

  test("410 Gone disables it at once", async () => {
    status = 410;
    const { id } = await subscribe(["message.created"]);
    await ringTriggers(await receive(services.db, "4911110008", ["hello"]));
    await workOff();
    expect(await endpointOf(id)).toMatchObject({ status: "disabled" });
    expect((await log(id))[0]).toMatchObject({ status: "failed", next_attempt_at: null });
  });

  test("a task that comes twice, early, or after a replay posts nothing more", async () => {
    status = 500;
    const { id } = await subscribe(["message.created"]);
    await ringTriggers(await receive(services.db, "4911110009", ["hello"]));
    const first = queue[0]!.task;
    await workOff(1);
    await deliver(first);
    expect(hooks.length).toBe(1);
    const second = queue.shift()!.task;
    ahead -= 60_000;
    await expect(deliver(second)).rejects.toThrow(TooEarlyError);
    ahead += 60_000;
    await expect(deliver({ ...second, tries: 5 })).rejects.toThrow(TooEarlyError);
    const [{ delivery_id }] = await log(id);
    await api.call("POST", `/webhook-endpoints/${id}/deliveries/${delivery_id}/replay`, asBoss);
    ahead += 60_000;
    await deliver(second);
    expect(hooks.length).toBe(1);
    await workOff(1);
    expect(hooks.length).toBe(2);
  });

  test("an address inside our network, found after DNS, is not asked", async () => {
    const { id } = await subscribe(["message.created"], "https://localhost:1/");
    await ringTriggers(await receive(services.db, "4911110010", ["hello"]));
    await deliver(queue[0]!.task, false);
    const [{ attempts }] = await log(id);
    expect(attempts[0]).toMatchObject({ status: null, error: expect.stringMatching(/^address_refused/) });
  });
});

describe("endpoints", () => {
  test("are the admins' only", async () => {
    const { id } = await subscribe();
    const paths = [`/webhook-endpoints/${id}`, "/webhook-endpoints", `/webhook-endpoints/${id}/deliveries`];
    for (const path of paths) {
      const answer = await api.call("GET", path);
      expect([answer.status, answer.body.code]).toEqual([403, "admin_required"]);
    }
  });

  test("show their secret once, and change what is asked", async () => {
    const { id, secret } = await subscribe(["message.created"]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const body = { description: "CRM", events: ["conversation.updated"] };
    const changed = await api.call("PATCH", `/webhook-endpoints/${id}`, { ...asBoss, body });
    expect(changed.body.endpoint).toMatchObject({ ...body, url, status: "active", version: 2 });
    const listed = await api.call("GET", "/webhook-endpoints", asBoss);
    expect(JSON.stringify(listed.body)).not.toContain("whsec_");
    expect((await api.call("DELETE", `/webhook-endpoints/${id}`, asBoss)).status).toBe(204);
    expect((await api.call("DELETE", `/webhook-endpoints/${id}`, asBoss)).body.code).toBe(
      "endpoint_not_found",
    );
    expect((await deliveries(services.db, id).get()).size).toBe(0);
  });

  test.each([
    [{ events: ALL }, "/url"],
    [{ url: "nonsense", events: ALL }, "/url"],
    [{ url: "ftp://crm.example/", events: ALL }, "/url"],
    [{ url: "https://user:password@crm.example/", events: ALL }, "/url"],
    [{ url: "https://169.254.169.254/latest", events: ALL }, "/url"],
    [{ url: "https://0xa9fea9fe/", events: ALL }, "/url"],
    [{ url: "https://[::ffff:10.0.0.1]/", events: ALL }, "/url"],
    [{ url: "https://crm.example/", events: [] }, "/events"],
    [{ url: "https://crm.example/", events: ["note.created"] }, "/events/0"],
    [{ url: "https://crm.example/", events: ALL, secret: "mine" }, "/secret"],
  ])("%j is refused", async (body, pointer) => {
    const answer = await api.call("POST", "/webhook-endpoints", { ...asBoss, body });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  test("the log is paged, newest first", async () => {
    const { id } = await subscribe(["message.created"]);
    await ringTriggers(await receive(services.db, "4911110011", ["1", "2", "3"]));
    const page = (query: string) => api.call("GET", `/webhook-endpoints/${id}/deliveries?${query}`, asBoss);
    const first = (await page("limit=2")).body;
    expect([first.deliveries.length, first.has_more]).toEqual([2, true]);
    const second = (await page(`limit=2&after=${first.deliveries[1].delivery_id}`)).body;
    expect([second.deliveries.length, second.has_more]).toEqual([1, false]);
    const ids = [...first.deliveries, ...second.deliveries].map((it) => it.delivery_id);
    expect(new Set(ids).size).toBe(3);
  });
});
