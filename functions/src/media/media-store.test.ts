import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getStorage } from "firebase-admin/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { FakeBucket } from "../../testing/fake-bucket.ts";
import { serveApi } from "../../testing/serve-api.ts";
import { startServices } from "../../testing/start-services.ts";
import { FileRefusedError, keepFile } from "./keep-file.ts";
import { bucketStore, folderStore, type MediaStore } from "./media-store.ts";

const bucket = new FakeBucket();
const app = initializeApp({ projectId: "demo-live-chat" }, "media store test");
const stores = {} as { folder: MediaStore; bucket: MediaStore };
let folder: string;
beforeAll(async () => {
  // Cloud Storage's own client, as firebase-admin makes it; only its address is another.
  process.env.FIREBASE_STORAGE_EMULATOR_HOST = await bucket.start();
  stores.bucket = bucketStore(getStorage(app).bucket("files"));
  folder = await mkdtemp(join(tmpdir(), "live-chat-media-store-"));
  stores.folder = folderStore(folder);
});
afterAll(async () => {
  delete process.env.FIREBASE_STORAGE_EMULATOR_HOST;
  delete process.env.STORAGE_EMULATOR_HOST;
  await deleteApp(app);
  await bucket.stop();
  await rm(folder, { recursive: true });
});

async function* bodyOf(...parts: (string | Error)[]) {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}
const read = async (store: MediaStore, id: string, range?: { start: number; end: number }) =>
  (await buffer(store.read(id, range))).toString();

describe.each(["folder", "bucket"] as const)("a %s", (kind) => {
  const store: MediaStore = {
    write: (...args) => stores[kind].write(...args),
    read: (...args) => stores[kind].read(...args),
    remove: (...args) => stores[kind].remove(...args),
  };

  test("gives back what it was given, whole or in part, and replaces it", async () => {
    await store.write("one", bodyOf("Hello, ", "wörld"));
    expect(await read(store, "one")).toBe("Hello, wörld");
    expect(await read(store, "one", { start: 0, end: 4 })).toBe("Hello");
    expect(await read(store, "one", { start: 7, end: 12 })).toBe("wörld");
    await store.write("one", bodyOf("another"));
    expect(await read(store, "one")).toBe("another");
  });

  test("keeps large files byte for byte", async () => {
    const large = Buffer.alloc(3_000_000, "0123456789\r\n--");
    await store.write(
      "large",
      (async function* () {
        for (let at = 0; at < large.length; at += 65_536) yield large.subarray(at, at + 65_536);
      })(),
    );
    expect((await buffer(store.read("large"))).equals(large)).toBe(true);
  });

  test("keeps nothing of a body that breaks off, and throws what broke it", async () => {
    await expect(store.write("half", bodyOf("the first half", new Error("cut off")))).rejects.toThrow(
      "cut off",
    );
    await expect(read(store, "half")).rejects.toMatchObject({ code: kind === "folder" ? "ENOENT" : 404 });
    const refused = keepFile(store, "empty", bodyOf(), null);
    await expect(refused).rejects.toThrow(FileRefusedError);
    await expect(read(store, "empty")).rejects.toThrow();
  });

  test("forgets a file, and doesn't mind when there is none", async () => {
    await store.write("gone", bodyOf("soon gone"));
    await store.remove("gone");
    await expect(read(store, "gone")).rejects.toThrow();
    await store.remove("gone");
  });
});

test("the REST API serves from a bucket as from a folder: whole, in part, and not found", async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  const services = await startServices();
  const api = await serveApi(services, undefined, { media: { store: stores.bucket, signingKey: "tests" } });
  const { body } = await api.call("POST", "/uploads?name=a.pdf", { raw: "%PDF-1.7 and so on" });
  const { url } = (await api.call("GET", `/media/${body.upload.upload_id}`)).body;
  expect(await (await fetch(`${api.url}${url}`)).text()).toBe("%PDF-1.7 and so on");
  const part = await fetch(`${api.url}${url}`, { headers: { Range: "bytes=0-3" } });
  expect([part.status, await part.text()]).toEqual([206, "%PDF"]);
  bucket.objects.clear();
  expect((await fetch(`${api.url}${url}`)).status).toBe(404);
  await api.stop();
  await services.stop();
});

test("what the bucket refuses is an error, never a file that seems kept", async () => {
  bucket.failWith = 403;
  await expect(stores.bucket.write("refused", bodyOf("x"))).rejects.toMatchObject({ code: 403 });
  await expect(read(stores.bucket, "refused")).rejects.toMatchObject({ code: 403 });
  await expect(stores.bucket.remove("refused")).rejects.toMatchObject({ code: 403 });
  bucket.failWith = null;
  expect(bucket.objects.has("media/refused")).toBe(false);
});
