import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProblemResponse, Unreachable } from "../api/client.ts";
import type { LiveChatApi } from "../api/live-chat-api.ts";
import type { UploadOptions } from "../api/upload-file.ts";
import { type App, createApp } from "../app.ts";
import type { OutboxMessage } from "../state/outbox.ts";
import type { OutgoingFile } from "../state/outgoing-file.ts";
import { initialState } from "../state/state.ts";
import { createStore } from "../state/store.ts";
import { newThread } from "../state/thread.ts";
import { agent, sampleConversation, sampleMessage } from "../testing/samples.ts";
import { sendMessage } from "./send-message.ts";
import { discardMessage } from "./unsent-messages.ts";

let app: App;
let stored: Map<string, OutboxMessage>;
let uploads: string[];
let sent: SendMessageBody[];
let upload: (name: string, options: UploadOptions) => Promise<object>;
let answer: () => Promise<unknown>;

beforeEach(() => {
  [uploads, sent, stored] = [[], [], new Map()];
  upload = async (name) => ({ upload_id: `upload-${uploads.length}`, kind: kindOf(name) });
  answer = async () => ({ message: sampleMessage(3 + sent.length) });
  const api = {
    uploadFile: (_file: Blob, name: string, options: UploadOptions) => {
      uploads.push(name);
      return upload(name, options);
    },
    sendMessage: (_id: string, body: SendMessageBody) => {
      sent.push(body);
      return answer();
    },
  } as unknown as LiveChatApi;
  const outboxStorage = {
    load: async () => [],
    save: async (message: OutboxMessage) => void stored.set(message.client_message_id, message),
    remove: async (id: string) => void stored.delete(id),
    wipe: async () => {},
  };
  const state = {
    ...initialState(agent),
    conversations: new Map([["c1", sampleConversation({ last_seq: 3 })]]),
    threads: new Map([["c1", newThread([sampleMessage(3)], 3, null)]]),
  };
  const outboxChannel = { tell: () => {}, close: () => {} };
  app = createApp({ store: createStore(state), api, outboxStorage, outboxChannel });
});
afterEach(() => app.stop());

const kindOf = (name: string) => (name.endsWith(".png") ? "image" : "document");
const outbox = () => app.store.state.peek().outbox;
function send(name: string, text = "", over: Partial<OutgoingFile> = {}): Promise<void> {
  const blob = new Blob([name], { type: "image/png" });
  const about = { name, mime_type: "image/png", voice: false, upload_id: null };
  const file: OutgoingFile = { blob, kind: "image", ...about, ...over };
  return sendMessage(app, "c1", { text, type: file.kind, reply_to: null, file });
}

it("uploads a photo, then sends it with its caption", async () => {
  await send("lamp.png", "This one?");
  expect(uploads).toEqual(["lamp.png"]);
  expect(sent).toMatchObject([
    { type: "image", text: "This one?", attachments: [{ upload_id: "upload-1" }] },
  ]);
  expect(outbox()).toEqual([]);
});

it("sends several in the order of choosing, each after the other", async () => {
  await Promise.all([send("1.png", "three of them"), send("2.png"), send("3.png")]);
  await vi.waitFor(() => expect(outbox()).toEqual([]));
  expect(uploads).toEqual(["1.png", "2.png", "3.png"]);
  expect(sent.map(({ attachments }) => attachments![0]!.upload_id)).toEqual([
    "upload-1",
    "upload-2",
    "upload-3",
  ]);
  expect(sent.map(({ text }) => text)).toEqual(["three of them", undefined, undefined]);
});

it("keeps what the server has when the connection breaks, and uploads nothing twice", async () => {
  const works = answer;
  let tries = 0;
  answer = async () => (++tries < 3 ? Promise.reject(new Unreachable(null)) : works());
  await send("lamp.png");
  expect([...stored.values()][0]).toMatchObject({ state: "waiting", file: { upload_id: "upload-1" } });
  await vi.waitFor(() => expect(outbox()).toEqual([]), { timeout: 5000 });
  expect(uploads).toEqual(["lamp.png"]);
  expect(sent).toHaveLength(3);
});

it("uploads once more what the server has forgotten, and only once", async () => {
  const works = answer;
  const forgotten = { type: "about:blank", title: "No", status: 404, code: "upload_not_found" } as const;
  answer = async () => {
    if (sent.length === 1) throw new ProblemResponse(forgotten, null);
    return works();
  };
  await send("lamp.png", "", { upload_id: "of-last-week" });
  expect(sent.map(({ attachments }) => attachments![0]!.upload_id)).toEqual(["of-last-week", "upload-1"]);
  answer = async () => Promise.reject(new ProblemResponse(forgotten, null));
  await send("bowl.png");
  expect(outbox()).toMatchObject([{ state: "failed", code: "upload_not_found" }]);
});

it("stops uploading what is taken back, and goes on with the next", async () => {
  upload = (name, { signal, onProgress }) => {
    onProgress?.(0.5);
    if (name !== "wrong.png") return Promise.resolve({ upload_id: "right", kind: "image" });
    return new Promise((_resolve, reject) => signal!.addEventListener("abort", () => reject(signal!.reason)));
  };
  const done = Promise.all([send("wrong.png"), send("right.png")]);
  await vi.waitFor(() => expect(uploads).toEqual(["wrong.png"]));
  expect([...app.store.state.peek().uploads.values()]).toEqual([0.5]);
  await discardMessage(app, outbox()[0]!);
  await done;
  await vi.waitFor(() => expect(outbox()).toEqual([]));
  expect(sent.map(({ attachments }) => attachments![0]!.upload_id)).toEqual(["right"]);
  expect(app.store.state.peek().uploads.size).toBe(0);
});

it("goes as a document where its bytes aren't what its name says", async () => {
  await send("lamp.jpg");
  expect(sent).toMatchObject([{ type: "document" }]);
});

it("says what the server refused, with the code that knows the way out", async () => {
  const closed = { type: "about:blank", title: "No", status: 409, code: "window_closed" } as const;
  answer = async () => Promise.reject(new ProblemResponse(closed, null));
  await send("lamp.png");
  expect(outbox()).toMatchObject([{ state: "failed", code: "window_closed" }]);
});
