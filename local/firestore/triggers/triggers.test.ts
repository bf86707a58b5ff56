import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { answerHttp } from "../http-routes.ts";
import type { CommitListener, DocumentChange } from "../store.ts";
import type { Fields, StoredDocument } from "../value.ts";
import type { DocumentEventData } from "./document-event.ts";
import { Triggers, type TriggersOptions } from "./triggers.ts";

const PROJECT = "demo-test";
const DATABASE = `projects/${PROJECT}/databases/(default)/documents`;
const policy = { concurrency: 4, firstRetryDelay: 1, maxRetryDelay: 8, giveUpAfter: 60_000 };

type Received = {
  path: string;
  contentType: string | undefined;
  event: { id: string; document: string; data: DocumentEventData };
};

let cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(cleanUp.map((end) => end()));
  cleanUp = [];
});

function setUp(options: Partial<TriggersOptions> = {}) {
  const listeners: CommitListener[] = [];
  const store = {
    onCommit(listener: CommitListener) {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
  };
  const triggers = new Triggers({ store, policy, ...options });
  cleanUp.push(() => triggers.stop());
  const commit = (...changes: DocumentChange[]) => {
    for (const listener of [...listeners]) listener(changes);
  };
  return { triggers, commit };
}

async function listenOn(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  cleanUp.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return (server.address() as AddressInfo).port;
}

/** Stands in for the functions emulator: remembers what it gets and answers with what `answer` says. */
async function startFunctions(answer: (received: Received, nth: number) => number = () => 200, port = 0) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const event = JSON.parse(Buffer.concat(chunks).toString());
    received.push({ path: request.url!, contentType: request.headers["content-type"], event });
    response.writeHead(answer(received.at(-1)!, received.length)).end();
  });
  return { received, server, port: await listenOn(server, port) };
}

async function register(triggers: Triggers, method: string, path: string, body: unknown): Promise<Response> {
  const port = await listenOn(createServer(answerHttp(triggers.routes)));
  return fetch(`http://127.0.0.1:${port}/emulator/v1/projects/${PROJECT}/${path}`, {
    method,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const secondGen = (eventType: string, value: string, matchType = "PATH_PATTERN") => ({
  eventType: `google.cloud.firestore.document.v1.${eventType}`,
  database: "(default)",
  namespace: "(default)",
  document: { value, matchType },
});

const stored = (path: string, fields: Fields, seconds = "1700000000"): StoredDocument => ({
  name: `${DATABASE}/${path}`,
  fields,
  createTime: { seconds: "1700000000", nanos: 123_456_000 },
  updateTime: { seconds, nanos: 5000 },
});

const text = (stringValue: string) => ({ text: { valueType: "stringValue" as const, stringValue } });

function changed(
  path: string,
  before: Fields | null,
  after: Fields | null,
  updateMask?: string[],
): DocumentChange {
  return {
    name: `${DATABASE}/${path}`,
    before: before && stored(path, before),
    after: after && stored(path, after, "1700000001"),
    commitTime: { seconds: "1700000001", nanos: 5000 },
    updateMask,
  };
}

const created = (path: string) => changed(path, null, text(path));

describe("functions of the 2nd generation", () => {
  test("receive a CloudEvent for each document that fits", async () => {
    const functions = await startFunctions();
    const { triggers, commit } = setUp({ functionsEmulator: `127.0.0.1:${functions.port}` });
    const answer = await register(
      triggers,
      "POST",
      "eventarcTrigger?eventarcTriggerId=us-central1-publish-0",
      secondGen("created", "conversations/{c}/messages/{m}"),
    );
    expect(answer.status).toBe(200);
    commit(created("conversations/1"), created("conversations/1/messages/2"));
    await triggers.idle();
    expect(functions.received).toHaveLength(1);
    const { path, contentType, event } = functions.received[0]!;
    expect(path).toBe(`/functions/projects/${PROJECT}/triggers/us-central1-publish-0`);
    expect(contentType).toContain("application/cloudevents+json");
    expect(event).toMatchObject({
      specversion: "1.0",
      type: "google.cloud.firestore.document.v1.created",
      source: `//firestore.googleapis.com/projects/${PROJECT}/databases/(default)`,
      subject: "documents/conversations/1/messages/2",
      time: "2023-11-14T22:13:21.000005Z",
      project: PROJECT,
      database: "(default)",
      namespace: "(default)",
      document: "conversations/1/messages/2",
      data: {
        oldValue: {},
        value: {
          name: `${DATABASE}/conversations/1/messages/2`,
          fields: { text: { stringValue: "conversations/1/messages/2" } },
          createTime: "2023-11-14T22:13:20.123456Z",
          updateTime: "2023-11-14T22:13:21.000005Z",
        },
      },
    });
  });

  test.each([
    ["created", ["new"]],
    ["updated", ["changed"]],
    ["deleted", ["gone"]],
    ["written", ["new", "changed", "gone"]],
    ["written.withAuthContext", ["new", "changed", "gone"]],
  ])("%s: %s", async (eventType, expected) => {
    const functions = await startFunctions();
    const { triggers, commit } = setUp({ functionsEmulator: `127.0.0.1:${functions.port}` });
    await register(triggers, "POST", "eventarcTrigger?eventarcTriggerId=f", secondGen(eventType, "a/{id}"));
    commit(
      created("a/new"),
      changed("a/changed", text("old"), text("new"), ["text"]),
      changed("a/gone", text("old"), null),
      changed("a/untouched", text("same"), text("same")),
      changed("a/fleeting", null, null),
    );
    await triggers.idle();
    const documents = functions.received.map(({ event }) => event.document.slice("a/".length));
    expect(documents.sort()).toEqual([...expected].sort());
    const update = functions.received.find(({ event }) => event.document === "a/changed")?.event.data;
    if (update) {
      expect(update.oldValue.fields).toEqual({ text: { stringValue: "old" } });
      expect(update.value.fields).toEqual({ text: { stringValue: "new" } });
      expect(update.updateMask).toEqual({ fieldPaths: ["text"] });
    }
  });

  test("hear nothing of other projects, databases and namespaces, and of other documents when exact", async () => {
    const functions = await startFunctions();
    const { triggers, commit } = setUp({ functionsEmulator: `127.0.0.1:${functions.port}` });
    const everything = secondGen("written", "a/{id}");
    const id = "eventarcTrigger?eventarcTriggerId=";
    await register(triggers, "POST", `${id}elsewhere`, { ...everything, database: "other" });
    await register(triggers, "POST", `${id}namespace`, { ...everything, namespace: "other" });
    await register(triggers, "POST", `${id}exact`, secondGen("written", "a/1", "EXACT"));
    const otherProject = { ...created("a/1"), name: "projects/p2/databases/(default)/documents/a/1" };
    commit(created("a/2"), created("a/1"), otherProject);
    await triggers.idle();
    expect(functions.received.map(({ path, event }) => [path.split("/").at(-1), event.document])).toEqual([
      ["exact", "a/1"],
    ]);
  });
});

test("functions of the 1st generation receive a background event", async () => {
  const functions = await startFunctions();
  const { triggers, commit } = setUp({ functionsEmulator: `127.0.0.1:${functions.port}` });
  const answer = await register(triggers, "PUT", "triggers/us-central1-old-0", {
    eventTrigger: {
      eventType: "providers/cloud.firestore/eventTypes/document.update",
      resource: `projects/${PROJECT}/databases/(default)/documents/users/{id}`,
      service: "firestore.googleapis.com",
    },
  });
  expect(answer.status).toBe(200);
  commit(created("users/1"), changed("users/2", text("old"), text("new"), ["text"]));
  await triggers.idle();
  expect(functions.received).toHaveLength(1);
  expect(functions.received[0]).toMatchObject({
    path: `/functions/projects/${PROJECT}/triggers/us-central1-old-0`,
    contentType: "application/json",
    event: {
      context: {
        eventType: "providers/cloud.firestore/eventTypes/document.update",
        timestamp: "2023-11-14T22:13:21.000005Z",
        resource: { service: "firestore.googleapis.com", name: `${DATABASE}/users/2` },
      },
      data: { value: { fields: { text: { stringValue: "new" } } }, updateMask: { fieldPaths: ["text"] } },
    },
  });
});

describe("registration", () => {
  test.each([
    ["POST", "eventarcTrigger?eventarcTriggerId=f", "not json", /not JSON/],
    ["POST", "eventarcTrigger", secondGen("created", "a/{b}"), /id is missing/],
    ["POST", "eventarcTrigger?eventarcTriggerId=f", secondGen("exploded", "a/{b}"), /event type/],
    ["POST", "eventarcTrigger?eventarcTriggerId=f", secondGen("created", "a"), /collection/],
    ["POST", "eventarcTrigger?eventarcTriggerId=f", secondGen("created", "a/b", "LIKE"), /matchType/],
    ["POST", "eventarcTrigger?eventarcTriggerId=f", { eventType: 1, document: {} }, /eventType/],
    ["PUT", "triggers/f", { eventTrigger: { eventType: "x", resource: "users/1" } }, /resource/],
    ["PUT", "triggers/f", null, /must be an object/],
  ])("%s %s with %j is refused", async (method, path, body, message) => {
    const answer = await register(setUp().triggers, method, path, body);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { error: { message: string } }).error.message).toMatch(message);
  });

  test("the same id again replaces the trigger; a removed one hears nothing", async () => {
    const functions = await startFunctions();
    const { triggers, commit } = setUp({ functionsEmulator: `127.0.0.1:${functions.port}` });
    const path = "eventarcTrigger?eventarcTriggerId=f";
    await register(triggers, "POST", path, secondGen("created", "old/{id}"));
    await register(triggers, "POST", path, secondGen("created", "new/{id}"));
    commit(created("old/1"), created("new/1"));
    await triggers.idle();
    expect(functions.received.map(({ event }) => event.document)).toEqual(["new/1"]);
    expect((await register(triggers, "DELETE", path, "")).status).toBe(200);
    expect((await register(triggers, "DELETE", path, "")).status).toBe(404);
    commit(created("new/2"));
    await triggers.idle();
    expect(functions.received).toHaveLength(1);
  });
});

describe("delivery", () => {
  const all = secondGen("created", "a/{id}");
  const path = "eventarcTrigger?eventarcTriggerId=f";

  test("a failing function gets the same event again until it acknowledges", async () => {
    const functions = await startFunctions((_, nth) => (nth < 4 ? 500 : 200));
    const lines: string[] = [];
    const { triggers, commit } = setUp({
      functionsEmulator: `127.0.0.1:${functions.port}`,
      log: (line) => lines.push(line),
    });
    await register(triggers, "POST", path, all);
    commit(created("a/secret"));
    await triggers.idle();
    expect(functions.received).toHaveLength(4);
    expect(new Set(functions.received.map(({ event }) => event.id)).size).toBe(1);
    expect(lines).toEqual(["trigger f fails; its events are tried again", "trigger f works again"]);
  });

  test("a function registered without retry gets a failed event only once", async () => {
    const functions = await startFunctions(() => 500);
    const { triggers, commit } = setUp({ functionsEmulator: `127.0.0.1:${functions.port}` });
    await register(triggers, "POST", path, { ...all, retry: false });
    commit(created("a/1"));
    await triggers.idle();
    expect(functions.received).toHaveLength(1);
  });

  test("events wait for a functions emulator that is not there yet", async () => {
    const { triggers, commit } = setUp({
      policy: { ...policy, firstRetryDelay: 1_000_000, maxRetryDelay: 1_000_000 },
    });
    await register(triggers, "POST", path, all);
    commit(created("a/1"));
    await new Promise(setImmediate);
    const functions = await startFunctions();
    triggers.setFunctionsEmulator(`127.0.0.1:${functions.port}`);
    await triggers.idle();
    expect(functions.received).toHaveLength(1);
  });

  test("no event is lost when the functions emulator dies under them and comes back", async () => {
    const total = 300;
    const first = await startFunctions((_, nth) => {
      if (nth === 50) first.server.closeAllConnections();
      if (nth === 50) first.server.close();
      return 200;
    });
    const { triggers, commit } = setUp({ functionsEmulator: `127.0.0.1:${first.port}` });
    await register(triggers, "POST", path, all);
    const died = new Promise((resolve) => first.server.once("close", resolve));
    for (let i = 0; i < total; i++) commit(created(`a/${i}`));
    await died;
    const second = await startFunctions(() => 200, first.port);
    await triggers.idle();
    const seen = [...first.received, ...second.received].map(({ event }) => event.document);
    expect(second.received.length).toBeGreaterThan(0);
    expect(new Set(seen).size).toBe(total);
  });

  test("an unknown address is refused and says which", () => {
    const { triggers } = setUp();
    expect(() => triggers.setFunctionsEmulator("nowhere")).toThrow(/host:port, not "nowhere"/);
  });
});

describe("in-process listeners", () => {
  test("are called until they stop throwing, with what they themselves caused", async () => {
    const { triggers, commit } = setUp();
    const seen: string[] = [];
    let failures = 2;
    triggers.listen(PROJECT, "created", "a/{id}", async ({ document }) => {
      if (failures-- > 0) throw new Error("not yet");
      seen.push(document);
      if (seen.length < 3) commit(created(`a/${seen.length}`));
    });
    commit(created("a/0"));
    await triggers.idle();
    expect(seen).toEqual(["a/0", "a/1", "a/2"]);
  });

  test("chaos delivers everything twice and out of order, the same way for the same seed", async () => {
    const run = async (chaosSeed: number) => {
      const { triggers, commit } = setUp({ chaosSeed });
      const seen: string[] = [];
      triggers.listen(PROJECT, "created", "a/{id}", ({ document }) => seen.push(document));
      for (let i = 0; i < 20; i++) commit(created(`a/${i}`));
      await triggers.idle();
      return seen;
    };
    const seen = await run(7);
    const inOrder = Array.from({ length: 20 }, (_, i) => [`a/${i}`, `a/${i}`]).flat();
    expect(seen).not.toEqual(inOrder);
    expect(seen.toSorted()).toEqual(inOrder.toSorted());
    const firstSeen = [...new Set(seen)];
    expect(firstSeen).not.toEqual([...new Set(inOrder)]);
    expect(await run(7)).toEqual(seen);
    expect(await run(8)).not.toEqual(seen);
  });

  test("chaos alone delivers in time, without anyone waiting for idle", async () => {
    const { triggers, commit } = setUp({ chaosSeed: 1 });
    let deliveries = 0;
    const twice = new Promise<void>((resolve) => {
      triggers.listen(PROJECT, "created", "a/{id}", () => ++deliveries === 2 && resolve());
    });
    commit(created("a/1"));
    await twice;
  });
});
