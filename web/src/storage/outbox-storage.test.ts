import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import type { OutboxMessage } from "../state/outbox.ts";
import { openOutboxStorage } from "./outbox-storage.ts";

const written = (id: string, over: Partial<OutboxMessage> = {}): OutboxMessage => ({
  ...{ client_message_id: id, conversation_id: "c1", type: "text", text: id, file: null, template: null },
  ...{ reply_to: null, expected_seq: null, created_at: `2026-11-22T08:00:00.00${id}Z`, state: "waiting" },
  ...{ problem: null, code: null },
  ...over,
});
const photo = { kind: "image", name: "lamp.png", mime_type: "image/png", voice: false } as const;

it("gives back what was written, in order, with its files, whoever opens it", async () => {
  const before = openOutboxStorage("agent-1");
  const blob = new Blob(["bytes of a photo"], { type: "image/png" });
  await before.save(written("2", { type: "image", file: { ...photo, blob, upload_id: null } }));
  await before.save(written("1", { state: "sending" }));
  // The server has it by now.
  await before.save(written("2", { type: "image", file: { ...photo, blob, upload_id: "u1" } }));

  const [first, second] = await openOutboxStorage("agent-1").load();
  expect(first).toMatchObject({ text: "1", state: "waiting", file: null });
  expect(second?.file).toMatchObject({ ...photo, upload_id: "u1" });
  expect(await second!.file!.blob.text()).toBe("bytes of a photo");
  expect(await openOutboxStorage("agent-2").load()).toEqual([]);
});

it("forgets what was sent, and everything on signing out", async () => {
  const storage = openOutboxStorage("agent-3");
  await storage.save(written("1"));
  await storage.save(written("2"));
  await storage.remove("1");
  expect((await storage.load()).map(({ text }) => text)).toEqual(["2"]);
  await storage.wipe();
  expect(await storage.load()).toEqual([]);
});
