import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelName } from "@live-chat/contract/common.ts";
import type { Attachment } from "@live-chat/contract/message.ts";
import { conversationRef, messageRef } from "@live-chat/core/documents.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startStand, TOKEN } from "../../../local/simulator/testing/simulator-for-tests.ts";
import { idToken, putAccount } from "../../testing/agents.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import type { OutboundChannels } from "../channels/channel.ts";
import { sendToWhatsApp } from "../channels/whatsapp.ts";
import { storeInbound } from "../messages/store-message.ts";
import { createGuardedFetch } from "../net/guarded-fetch.ts";
import { folderStore, type MediaStore } from "./media-store.ts";
import { type MediaTask, queueMedia, removeRevokedMedia, storeMedia } from "./store-media.ts";

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(100).keys()]);

let services: Services;
let api: ServedApi;
let folder: string;
let store: MediaStore;
let files: Server;
let base: string;
/** What the files' server answers next, by path. */
let answers: Map<string, { status: number; body: Buffer; headers?: Record<string, string> }>;
let asked: string[];

beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
  folder = await mkdtemp(join(tmpdir(), "live-chat-media-test-"));
  store = folderStore(folder);
  api = await serveApi(services, undefined, { media: { store, signingKey: "tests" } });
  files = createServer((request, response) => {
    asked.push(request.url!);
    const { status, body, headers } = answers.get(request.url!) ?? { status: 404, body: Buffer.from("") };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
});
afterAll(async () => {
  files.closeAllConnections();
  files.close();
  await api.stop();
  await services.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  [answers, asked] = [new Map([["/photo", { status: 200, body: png }]]), []];
});

/** WhatsApp, as far as it gives files. */
const whatsapp = {
  fetchMedia: (_account: string, { media_id }: Attachment) => fetch(`${base}/${media_id}`),
} as unknown as OutboundChannels["whatsapp"];

const dependencies = () => ({
  db: services.db,
  store,
  fetch: createGuardedFetch({ allowPrivate: true }),
  channels: { whatsapp },
});

const photo = (more: Partial<Attachment>): Attachment => ({
  ...{ kind: "image", mime_type: "image/png", name: "photo.png", size: null, sha256: null },
  ...more,
});

async function arrive(attachments: Attachment[], channel: ChannelName = "api"): Promise<MediaTask> {
  const id = randomUUID();
  const [stored] = await storeInbound(services.db, { channel, account: "crm", ids: [id] }, [
    {
      kind: "message",
      provider_id: id,
      author: "customer",
      profile: { user_id: id, name: null, phone: null },
      ...{
        type: "image",
        text: null,
        content: null,
        attachments,
        reply_to: null,
        at: null,
        fingerprint: null,
      },
    },
  ]);
  if (stored?.outcome !== "stored") throw new Error("not stored");
  return { conversation_id: stored.conversation_id, message_id: stored.message_id };
}

const read = async ({ conversation_id, message_id }: MediaTask) =>
  (await messageRef(services.db, conversation_id, message_id).get()).data()!;

describe("a customer's files", () => {
  test("are fetched from where a system says, and shown to agents", async () => {
    const task = await arrive([photo({ url: `${base}/photo` })]);
    const before = await read(task);
    await storeMedia(dependencies(), task);
    const message = await read(task);
    const [attachment] = message.attachments;
    expect(attachment).toMatchObject({ mime_type: "image/png", size: png.length, name: "photo.png" });
    expect(message.version).toBe(before.version + 1);
    const conversation = (await conversationRef(services.db, task.conversation_id).get()).data();
    expect(conversation?.last_message?.attachments).toEqual(message.attachments);

    const path = attachment!.url!.replace("/api/live-chat", "");
    const { body } = await api.call("GET", path, { token: idToken("ana") });
    const file = await fetch(`${api.url}${body.url}`);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(png);
    expect(file.headers.get("content-disposition")).toContain('inline; filename="photo.png"');

    await storeMedia(dependencies(), task); // the task comes twice
    expect(asked).toEqual(["/photo"]);
    expect((await read(task)).version).toBe(message.version);
  });

  test("are fetched through WhatsApp by their id there", async () => {
    const task = await arrive([photo({ media_id: "photo" })], "whatsapp");
    await storeMedia(dependencies(), task);
    expect((await read(task)).attachments[0]).toMatchObject({ media_id: "photo", size: png.length });
  });

  test("are fetched by a new address each time: WhatsApp's are good for five minutes only", async () => {
    let time = Date.now();
    const stand = await startStand({ now: () => time });
    stand.simulator.phone.chat("maya").photo("package");
    await stand.simulator.idle();
    const task = await arrive([photo({ media_id: stand.messages()[0].image.id })], "whatsapp");
    const access = { graphUrl: stand.simulator.graphUrl, accessToken: TOKEN, businessAccount: null };
    const withWhatsApp = { ...dependencies(), channels: { whatsapp: sendToWhatsApp(access) } };
    const away = { ...store, write: () => Promise.reject(new Error("the store is away")) };
    await expect(storeMedia({ ...withWhatsApp, store: away }, task)).rejects.toThrow("away");
    time += 6 * 60_000;
    await storeMedia(withWhatsApp, task);
    expect((await read(task)).attachments[0]).toMatchObject({
      mime_type: "image/jpeg",
      url: expect.any(String),
    });
    await stand.stop();
  });

  test("are queued for messages that have some, from customers, once", async () => {
    const queued: MediaTask[] = [];
    const mediaTasks = { add: async (task: MediaTask) => void queued.push(task) };
    const task = await arrive([photo({ url: `${base}/photo` })]);
    const message = await read(task);
    await queueMedia({ mediaTasks }, message);
    await queueMedia({ mediaTasks }, { ...message, attachments: [] });
    await queueMedia({ mediaTasks }, { ...message, direction: "outbound" });
    await storeMedia(dependencies(), task);
    await queueMedia({ mediaTasks }, await read(task));
    expect(queued).toEqual([task]);
  });
});

describe("when a file can't be had", () => {
  test.each([
    ["gone", "/nothing", { status: 404, body: Buffer.from("") }],
    ["empty", "/empty", { status: 200, body: Buffer.from("") }],
    ["too_large", "/large", { status: 200, body: Buffer.concat([png, Buffer.alloc(5_000_000)]) }],
    ["refused", "/away", { status: 302, body: Buffer.from(""), headers: { Location: "http://10.0.0.1/" } }],
  ] as const)("for ever, the attachment says %s", async (error, path, answer) => {
    answers.set(path, answer);
    const task = await arrive([photo({ url: `${base}${path}` })]);
    const before = await readdir(folder);
    await storeMedia(dependencies(), task);
    expect((await read(task)).attachments[0]).toMatchObject({ error, url: `${base}${path}` });
    expect(await readdir(folder)).toEqual(before);
  });

  test("for now, the others are kept and it is tried again; at last it is given up", async () => {
    answers.set("/busy", { status: 503, body: Buffer.from("") });
    const task = await arrive([photo({ url: `${base}/busy` }), photo({ url: `${base}/photo` })]);
    await expect(storeMedia(dependencies(), task)).rejects.toThrow("answered 503");
    const [busy, kept] = (await read(task)).attachments;
    expect([busy?.url, busy?.error, kept?.size]).toEqual([`${base}/busy`, undefined, png.length]);
    await storeMedia(dependencies(), task, { last: true });
    expect((await read(task)).attachments[0]?.error).toBe("gone");
    expect(asked.filter((path) => path === "/photo").length).toBe(1);
  });

  test("an address inside our network is not asked, whatever it is called", async () => {
    const task = await arrive([photo({ url: "https://localhost:1/photo" })]);
    await storeMedia({ ...dependencies(), fetch: createGuardedFetch({ allowPrivate: false }) }, task);
    expect((await read(task)).attachments[0]?.error).toBe("refused");
  });
});

describe("when a message is taken back", () => {
  const revoke = async (task: MediaTask) => {
    const ref = messageRef(services.db, task.conversation_id, task.message_id);
    await ref.update({ attachments: [], revoked_at: new Date().toISOString() });
  };

  test("its files go with it", async () => {
    const task = await arrive([photo({ url: `${base}/photo` })]);
    await storeMedia(dependencies(), task);
    const before = await read(task);
    const path = before.attachments[0]!.url!.replace("/api/live-chat", "");
    const { body } = await api.call("GET", path);
    await revoke(task);
    await removeRevokedMedia(dependencies(), before, await read(task));
    expect((await fetch(`${api.url}${body.url}`)).status).toBe(404);
    expect((await api.call("GET", path)).body.code).toBe("media_not_found");
  });

  const erase = async ({ conversation_id, message_id }: MediaTask) => {
    await conversationRef(services.db, conversation_id).delete();
    await messageRef(services.db, conversation_id, message_id).delete();
  };

  test.each([
    ["taken back", revoke, []],
    ["erased", erase, undefined],
  ] as const)("also if it is %s while they are fetched", async (_how, end, left) => {
    const task = await arrive([photo({ media_id: "photo" })], "whatsapp");
    const slow = {
      fetchMedia: async (account: string, attachment: Attachment) => {
        await end(task);
        return whatsapp.fetchMedia(account, attachment);
      },
    } as OutboundChannels["whatsapp"];
    const before = await readdir(folder);
    await storeMedia({ ...dependencies(), channels: { whatsapp: slow } }, task);
    expect((await read(task))?.attachments).toEqual(left);
    expect(await readdir(folder)).toEqual(before);
  });
});
