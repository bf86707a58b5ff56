import { once } from "node:events";
import { type ClientDuplexStream, credentials, Metadata, makeGenericClientConstructor } from "@grpc/grpc-js";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { commitWrites } from "./commit.ts";
import { type RunningFirestore, startFirestore } from "./server.ts";
import { firestoreService } from "./wire.ts";

const DATABASE = "projects/demo-listen/databases/(default)";
const DOCUMENTS = `${DATABASE}/documents`;
const CLIENT = makeGenericClientConstructor(firestoreService(), "Firestore");

// biome-ignore lint/suspicious/noExplicitAny: responses are what the descriptors make of them.
type Response = any;

let server: RunningFirestore;
let client: InstanceType<typeof CLIENT>;

beforeAll(async () => {
  server = await startFirestore();
  client = new CLIENT(`${server.host}:${server.port}`, credentials.createInsecure());
});

beforeEach(() => server.store.clear(DATABASE));

afterAll(async () => {
  client.close();
  await server.stop();
});

function open(
  method: "Listen" | "Write",
  authorization = "Bearer owner",
): ClientDuplexStream<object, Response> {
  const metadata = new Metadata();
  metadata.set("authorization", authorization);
  return client[method]!.call(client, metadata) as ClientDuplexStream<object, Response>;
}

/** Collects responses up to the next snapshot: the change that names no target. */
async function snapshot(stream: ClientDuplexStream<object, Response>): Promise<Response[]> {
  const responses: Response[] = [];
  for (;;) {
    const [response] = await once(stream, "data");
    responses.push(response);
    const { targetChange } = response;
    if (targetChange && !targetChange.targetIds?.length) return responses;
  }
}

/** What responses say, in short: `+a/1`, `-a/1`, `RESET` … */
function inShort(responses: Response[]): string[] {
  return responses.map(({ targetChange, documentChange, documentDelete, documentRemove, filter }) => {
    if (targetChange) return targetChange.targetChangeType ?? "NO_CHANGE";
    if (filter) return `count ${filter.count ?? 0}`;
    const { document } = documentChange ?? documentDelete ?? documentRemove;
    const path = (document.name ?? document).slice(DOCUMENTS.length + 1);
    return documentChange ? `+${path}` : `-${path}`;
  });
}

function set(path: string, n: number): void {
  const fields = { n: { valueType: "integerValue", integerValue: String(n) } } as const;
  commitWrites(server.store, DATABASE, [{ update: { name: `${DOCUMENTS}/${path}`, fields } }]);
}

function remove(path: string): void {
  commitWrites(server.store, DATABASE, [{ delete: `${DOCUMENTS}/${path}` }]);
}

const firstTwo = {
  parent: DOCUMENTS,
  structuredQuery: {
    from: [{ collectionId: "a" }],
    orderBy: [{ field: { fieldPath: "n" } }],
    limit: { value: 2 },
  },
};

test("a query's results are told, then each change of them", async () => {
  set("a/1", 1);
  set("a/2", 2);
  set("a/3", 3);
  const stream = open("Listen");
  stream.write({ database: DATABASE, addTarget: { targetId: 7, query: firstTwo } });
  expect(inShort(await snapshot(stream))).toEqual(["ADD", "+a/1", "+a/2", "CURRENT", "NO_CHANGE"]);
  remove("a/1");
  expect(inShort(await snapshot(stream))).toEqual(["-a/1", "+a/3", "NO_CHANGE"]);
  set("a/3", 0);
  expect(inShort(await snapshot(stream))).toEqual(["+a/3", "NO_CHANGE"]);
  stream.cancel();
  await once(stream, "error");
});

test("a resumed target is told only what changed, and how many there must be", async () => {
  set("a/1", 1);
  set("a/2", 2);
  const stream = open("Listen");
  stream.write({ database: DATABASE, addTarget: { targetId: 7, query: firstTwo } });
  const { resumeToken } = (await snapshot(stream)).at(-1).targetChange;
  stream.write({ database: DATABASE, removeTarget: 7 });
  await once(stream, "data");
  remove("a/1");
  set("a/2", 5);
  stream.write({ database: DATABASE, addTarget: { targetId: 8, query: firstTwo, resumeToken } });
  expect(inShort(await snapshot(stream))).toEqual(["ADD", "-a/1", "+a/2", "count 1", "CURRENT", "NO_CHANGE"]);
  stream.cancel();
  await once(stream, "error");
});

test("a resume from before anything that is known starts over", async () => {
  set("a/1", 1);
  const stream = open("Listen");
  const resumeToken = Buffer.from("12345");
  stream.write({ database: DATABASE, addTarget: { targetId: 1, query: firstTwo, resumeToken } });
  expect(inShort(await snapshot(stream))).toEqual(["ADD", "RESET", "+a/1", "CURRENT", "NO_CHANGE"]);
  stream.cancel();
  await once(stream, "error");
});

test("watched documents are told to be missing, to appear and to go with their database", async () => {
  const stream = open("Listen");
  const documents = { documents: [`${DOCUMENTS}/a/1`] };
  stream.write({ database: DATABASE, addTarget: { targetId: 1, documents } });
  expect(inShort(await snapshot(stream))).toEqual(["ADD", "-a/1", "CURRENT", "NO_CHANGE"]);
  set("a/1", 1);
  expect(inShort(await snapshot(stream))).toEqual(["+a/1", "NO_CHANGE"]);
  server.store.clear(DATABASE);
  expect(inShort(await snapshot(stream))).toEqual(["RESET", "-a/1", "CURRENT", "NO_CHANGE"]);
  stream.cancel();
  await once(stream, "error");
});

test("a write stream greets, then commits each request in order", async () => {
  const stream = open("Write");
  stream.write({ database: DATABASE });
  const [greeting] = await once(stream, "data");
  expect(greeting.streamId).toBeTruthy();
  for (const path of ["a/1", "a/2"]) {
    stream.write({
      streamToken: greeting.streamToken,
      writes: [{ update: { name: `${DOCUMENTS}/${path}`, fields: {} } }],
    });
    const [response] = await once(stream, "data");
    expect(response.writeResults).toHaveLength(1);
    expect(server.store.get(`${DOCUMENTS}/${path}`)).toMatchObject({ updateTime: response.commitTime });
  }
  stream.write({ writes: [{ delete: "nowhere" }] });
  const [error] = await once(stream, "error");
  expect(error).toMatchObject({ code: 3 });
});

test("a stream that may not be opened hears nothing and writes nothing", async () => {
  for (const method of ["Listen", "Write"] as const) {
    const stream = open(method, "Bearer somebody");
    stream.write({
      database: DATABASE,
      addTarget: { targetId: 1, documents: { documents: [`${DOCUMENTS}/a/1`] } },
    });
    stream.write({ writes: [{ update: { name: `${DOCUMENTS}/a/1`, fields: {} } }] });
    stream.on("data", () => expect.unreachable());
    const [error] = await once(stream, "error");
    expect(error).toMatchObject({ code: 7 });
  }
  expect([...server.store.documents()]).toEqual([]);
});
