import { afterEach, beforeEach, expect, test } from "vitest";
import { samplePhoto } from "../../../local/simulator/phone/samples.ts";
import {
  MAYA,
  SHOP,
  startStand,
  type TestStand,
  TOKEN,
} from "../../../local/simulator/testing/simulator-for-tests.ts";
import { mediaPath } from "../media/documents.ts";
import type { Outbound } from "./channel.ts";
import { sendToWhatsApp } from "./whatsapp.ts";

/** Files of ours, against what Meta's contract takes. */
let stand: TestStand;
beforeEach(async () => {
  stand = await startStand();
});
afterEach(() => stand.stop());

const photo = Uint8Array.from(samplePhoto("package").bytes);

function whatsapp(readFile = async (_id: string) => photo) {
  const access = { graphUrl: stand.simulator.graphUrl, accessToken: TOKEN, businessAccount: null };
  return sendToWhatsApp(access, readFile);
}

function photoMessage(mime_type = "image/jpeg"): Outbound {
  const file = {
    kind: "image",
    mime_type,
    name: "package.jpg",
    size: photo.length,
    url: mediaPath("file-1"),
  };
  const message = {
    ...{ conversation_id: "c1", message_id: "m1", attempt: 1, type: "image", text: "Look", content: null },
    attachments: [file],
  };
  const conversation = { conversation_id: "c1", channel: "whatsapp", account: SHOP, user_id: MAYA };
  return { conversation, message, replyTo: null } as unknown as Outbound;
}

test("a file of ours is handed to WhatsApp and reaches the customer with its caption", async () => {
  const asked: string[] = [];
  const channel = whatsapp(async (id) => {
    asked.push(id);
    return photo;
  });
  expect(await channel.deliver(photoMessage())).toMatchObject({ outcome: "accepted" });
  await stand.simulator.idle();
  expect(asked).toEqual(["file-1"]);
  const [shown] = stand.simulator.phone.chat("maya").messages;
  expect(shown).toMatchObject({ text: "Look" });
  expect(JSON.stringify(shown)).toContain("image/jpeg");
});

test("a kind of file that WhatsApp doesn't take is refused for good", async () => {
  const outcome = await whatsapp().deliver(photoMessage("image/gif"));
  expect(outcome).toMatchObject({ outcome: "refused", error: { detail: null } });
  expect(stand.simulator.sends).toEqual([]);
});

test("whatever happens to an upload, it may be done again: nobody has seen anything", async () => {
  const { chaos } = stand.simulator;
  const outcome = async () => (await whatsapp().deliver(photoMessage())).outcome;
  chaos.set({ refuse_token: true });
  expect(await outcome()).toBe("stopped");
  chaos.set({ refuse_token: false });
  const unreadable = whatsapp(async () => {
    throw new Error("the store is away");
  });
  expect((await unreadable.deliver(photoMessage())).outcome).toBe("not_accepted");
  await stand.simulator.stop();
  expect(await outcome()).toBe("not_accepted");
  expect(stand.simulator.sends).toEqual([]);
});
