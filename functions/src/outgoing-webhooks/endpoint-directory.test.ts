import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Services, startServices } from "../../testing/start-services.ts";
import { endpoints } from "./documents.ts";
import { createEndpointDirectory, type EndpointDirectory, endpointsChanged } from "./endpoint-directory.ts";

let services: Services;
let directory: EndpointDirectory;
let now: number;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  now = 0;
  directory = createEndpointDirectory(services, { now: () => now });
});

/** Makes an endpoint behind the directory's back; `endpointsChanged` is up to the test. */
const put = (endpoint_id: string, status = "active") =>
  endpoints(services.db)
    .doc(endpoint_id)
    .set({ endpoint_id, status, events: ["message.created"] } as never);
const wanting = (event: "message.created" | "conversation.created" = "message.created") =>
  directory.wanting(event);

test("that there are none is remembered, until an endpoint is made, changed or removed", async () => {
  expect(await wanting()).toEqual([]);
  await put("crm");
  expect(await wanting()).toEqual([]);
  await endpointsChanged(services.redis);
  expect(await wanting()).toEqual(["crm"]);
  expect(await wanting("conversation.created")).toEqual([]);
  await put("crm", "disabled");
  await endpointsChanged(services.redis);
  expect(await wanting()).toEqual([]);
});

test("a change that didn't reach Redis counts within a minute", async () => {
  expect(await wanting()).toEqual([]);
  await put("late");
  now = 59_000;
  expect(await wanting()).toEqual([]);
  now = 61_000;
  expect(await wanting()).toEqual(["late"]);
});

test("a change while they are read is found the next time", async () => {
  const reading = wanting();
  await put("meanwhile");
  await endpointsChanged(services.redis);
  await reading;
  expect(await wanting()).toContain("meanwhile");
});

test("without Redis, and after an error, it asks Firestore again", async () => {
  const redis = new Redis({
    port: 1,
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: () => null,
  });
  redis.on("error", () => {});
  directory = createEndpointDirectory({ db: services.db, redis });
  await put("first");
  expect(await wanting()).toContain("first");
  await put("second");
  expect(await wanting()).toContain("second");
  await endpointsChanged(redis);

  let fails = true;
  const flaky = {
    collection: (name: string) => {
      if (fails) throw new Error("Firestore is away");
      return services.db.collection(name);
    },
  } as unknown as Services["db"];
  directory = createEndpointDirectory({ db: flaky, redis: services.redis });
  await expect(wanting()).rejects.toThrow("away");
  fails = false;
  expect(await wanting()).toContain("first");
  redis.disconnect();
});
