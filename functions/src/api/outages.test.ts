import { connectRedis } from "@live-chat/core/redis.ts";
import { Firestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { receive } from "../../testing/receive.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";

let services: Services;
let conversationId: string;
const opened: { stop(): Promise<unknown> }[] = [];
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
  conversationId = await receive(services.db, "4930", ["Hello"]);
});
afterAll(async () => {
  for (const each of opened.reverse()) await each.stop();
  await services.stop();
});

async function serve(parts: Partial<Services>): Promise<ServedApi> {
  const api = await serveApi({ ...services, ...parts });
  opened.push(api);
  return api;
}

test("without Redis agents still read and write; only tickets have to wait", async () => {
  const redis = connectRedis("redis://127.0.0.1:1");
  opened.push({ stop: async () => redis.disconnect() });
  const api = await serve({ redis });
  expect((await api.call("GET", "/conversations")).body.conversations).toHaveLength(1);
  const body = { client_message_id: "c1", text: "Hi" };
  expect((await api.call("POST", `/conversations/${conversationId}/messages`, { body })).status).toBe(201);
  const status = { status: "waiting" };
  expect((await api.call("PATCH", `/conversations/${conversationId}`, { body: status })).status).toBe(200);

  const ticket = await api.call("POST", "/events/ticket");
  expect([ticket.status, ticket.body.code]).toEqual([503, "unavailable"]);
  expect(Number(ticket.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("without Firestore: 503, which says that repeating is fine", async () => {
  const db = brokenFirestore(
    Object.assign(new Error("14 UNAVAILABLE: No connection established"), { code: 14 }),
  );
  const { status, body } = await (await serve({ db })).call("GET", `/conversations/${conversationId}`);
  expect([status, body.code]).toEqual([503, "unavailable"]);
});

test("a mistake of ours: 500 without a word of the inside, which goes to the log", async () => {
  const logged: string[] = [];
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    logged.push(String(line));
    return true;
  });
  const db = brokenFirestore(new TypeError("cannot read 'secret' of undefined"));
  const { status, body } = await (await serve({ db })).call("GET", `/conversations/${conversationId}`);
  stderr.mockRestore();
  expect([status, body.code]).toEqual([500, "internal"]);
  expect(JSON.stringify(body)).not.toMatch(/secret|TypeError|\.ts/);
  expect(logged.join("")).toContain("cannot read 'secret' of undefined");
});

function brokenFirestore(error: Error): Firestore {
  const db = new Firestore({ projectId: "demo-live-chat" });
  vi.spyOn(db, "collection").mockImplementation(() => {
    throw error;
  });
  return db;
}
