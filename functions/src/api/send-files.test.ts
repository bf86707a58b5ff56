import { beforeAll, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";
import { media } from "../media/documents.ts";

const api = useApi();
beforeAll(() => {
  putAccount({ uid: "ben", displayName: "Ben", role: "agent" });
});

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4, 5, 6, 7, 8]);
const ogg = new TextEncoder().encode("OggS and a few seconds of voice");

async function upload(raw: Uint8Array<ArrayBuffer> = png, name = "photo.png", token = idToken("ana")) {
  const answer = await api.call("POST", `/uploads?name=${name}`, { raw, token });
  return answer.body.upload.upload_id as string;
}
let sent = 0;
const send = (id: string, body: object) =>
  api.call("POST", `/conversations/${id}/messages`, { body: { client_message_id: `c${++sent}`, ...body } });

test("a photo goes out with its caption, and is the message's own from then on", async () => {
  const id = await receive(api.db, "4913330001", ["hello"]);
  const upload_id = await upload();
  const body = { client_message_id: "photo", type: "image", text: "look", attachments: [{ upload_id }] };
  const first = await send(id, body);
  expect(first.status).toBe(201);
  expect(first.body.message).toMatchObject({
    ...{ type: "image", text: "look", status: "queued", direction: "outbound" },
    attachments: [
      {
        kind: "image",
        mime_type: "image/png",
        name: "photo.png",
        size: 16,
        url: `/api/live-chat/media/${upload_id}`,
      },
    ],
  });
  const again = await send(id, body);
  expect([again.status, again.body]).toEqual([200, first.body]);
  const document = (await media(api.db).doc(upload_id).get()).data();
  const { message_id } = first.body.message;
  expect(document).toMatchObject({ conversation_id: id, message_id, expires_at: null });

  const reused = await send(id, { ...body, attachments: [{ upload_id: await upload() }] });
  expect([reused.status, reused.body.code]).toEqual([409, "id_reused"]);
});

test("voice is told from an audio file; anything may go as a document", async () => {
  const id = await receive(api.db, "4913330002", ["hello"]);
  const voice = { upload_id: await upload(ogg, "voice.ogg"), voice: true };
  const said = await send(id, { type: "audio", attachments: [voice] });
  expect(said.body.message.attachments[0]).toMatchObject({
    kind: "audio",
    mime_type: "audio/ogg",
    voice: true,
  });
  const filed = await send(id, { type: "document", attachments: [{ upload_id: await upload() }] });
  expect(filed.body.message.attachments[0]).toMatchObject({ kind: "document", mime_type: "image/png" });
});

test("an upload is its maker's, and for one message", async () => {
  const id = await receive(api.db, "4913330003", ["hello"]);
  const upload_id = await upload();
  expect((await send(id, { type: "image", attachments: [{ upload_id }] })).status).toBe(201);
  const bens = await upload(png, "photo.png", idToken("ben"));
  for (const wrong of [upload_id, bens, "unknown"]) {
    const answer = await send(id, { type: "image", attachments: [{ upload_id: wrong }] });
    expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([
      404,
      "upload_not_found",
      "/attachments/0/upload_id",
    ]);
  }
  const { body } = await api.call("GET", `/conversations/${id}/messages`);
  expect(body.messages.length).toBe(2);
});

test.each([
  ["a photo as a video", { type: "video" }, "/type"],
  ["a caption under audio", { type: "audio", text: "listen" }, "/text"],
  ["a long caption", { type: "image", text: "x".repeat(1025) }, "/text"],
  ["a photo without its file", { type: "image", attachments: undefined }, "/attachments"],
  ["a text with a file", { type: "text", text: "hi" }, "/attachments"],
  ["a note with a file", { type: "note", text: "hi" }, "/attachments"],
  ["no file", { type: "image", attachments: [] }, "/attachments"],
  ["a path", { type: "image", attachments: [{ upload_id: "../x" }] }, "/attachments/0/upload_id"],
])("%s is refused", async (_what, more, pointer) => {
  const id = await receive(api.db, "4913330004", ["hello"]);
  const answer = await send(id, { attachments: [{ upload_id: await upload() }], ...more });
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
});
