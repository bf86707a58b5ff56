import { afterEach, expect, test } from "vitest";
import type { Outbound } from "../../functions/src/channels/channel.ts";
import { sendToWhatsApp } from "../../functions/src/channels/whatsapp.ts";
import { ERRORS } from "./graph/error-codes.ts";
import { samplePhoto } from "./phone/samples.ts";
import { MAYA, SHOP, startStand, type TestStand, TOKEN } from "./testing/simulator-for-tests.ts";

/** What the functions send, against what Meta's contract takes. */
let stand: TestStand;
afterEach(() => stand.stop());

async function start() {
  stand = await startStand();
  return sendToWhatsApp({
    graphUrl: stand.simulator.graphUrl,
    accessToken: TOKEN,
    businessAccount: "102290129340398",
  });
}

function of(codes: number[], end: object): Record<number, object> {
  return Object.fromEntries(codes.map((code) => [code, end]));
}

function outbound(message: object, user_id = MAYA): Outbound {
  const whole = {
    ...{ conversation_id: "c1", message_id: "m1", attempt: 1, type: "text", text: null, content: null },
    ...{ attachments: [], ...message },
  };
  const conversation = { conversation_id: "c1", channel: "whatsapp", account: SHOP, user_id };
  return { conversation, message: whole, replyTo: null } as unknown as Outbound;
}

test("texts, templates and photos arrive, also where there is no phone number", async () => {
  const whatsapp = await start();
  const { id } = (await uploadPhoto()).body;
  const { user_id } = stand.simulator.phone.customers().find((it) => it.id === "noor")!;
  const order = { name: "order_ready", language: "en", variables: { 2: "A-1", 1: "Ana" } };
  const sends = [
    outbound({ text: "Hello" }),
    outbound({ text: "Hello Noor" }, user_id),
    outbound({ type: "template", content: order }),
    outbound({ type: "image", text: "Look", attachments: [{ kind: "image", media_id: id }] }),
  ];
  for (const send of sends) expect(await whatsapp.deliver(send)).toMatchObject({ outcome: "accepted" });
  await stand.simulator.idle();
  expect(stand.simulator.sends.map((it) => it.outcome)).toEqual(Array(4).fill("delivered"));
  const { messages } = stand.simulator.phone.chat("maya");
  expect(messages.map((it) => it.text).sort()).toEqual(
    ["Hello", "Hello Ana, your order A-1 is ready. You can pick it up whenever you like.", "Look"].sort(),
  );
});

test("each kind of failure is taken for what it is", async () => {
  const whatsapp = await start();
  const { chaos } = stand.simulator;
  const outcome = async () => (await whatsapp.deliver(outbound({ text: "Hello" }))).outcome;
  chaos.set({ lose_answer: 1 });
  expect(await outcome()).toBe("unknown");
  chaos.set({ lose_answer: 0, error_code: 130429 });
  expect(await outcome()).toBe("not_accepted");
  chaos.set({ error_code: 131047 });
  expect(await outcome()).toBe("refused");
  chaos.set({ error_code: null, refuse_token: true });
  expect(await outcome()).toBe("stopped");
  await stand.simulator.stop();
  // The connection that was open may be used once more and tells nothing; then there is none.
  await outcome();
  expect(await outcome()).toBe("not_accepted");
});

/** What Meta's reference says of each: wait, try again, mend the account; all others are final. */
const ENDS: Record<number, object> = {
  ...of([4, 80007, 130429, 131056], { outcome: "not_accepted", because: "rate" }),
  ...of([2, 131000, 131016, 131057, 133004], { outcome: "not_accepted", because: "trouble" }),
  ...of([0, 190, 368, 131031], { outcome: "stopped" }),
};

test("each documented code has its end, and words of our own", async () => {
  const whatsapp = await start();
  for (const [code, { title }] of Object.entries(ERRORS)) {
    stand.simulator.chaos.set({ error_code: Number(code) });
    const answer = await whatsapp.deliver(outbound({ text: "Hello" }));
    expect(answer).toMatchObject({ ...(ENDS[Number(code)] ?? { outcome: "refused" }), error: { code } });
    expect(JSON.stringify(answer)).not.toContain(JSON.stringify(title));
  }
});

test("the templates that are approved can be listed", async () => {
  const whatsapp = await start();
  const listed = JSON.stringify(await whatsapp.listTemplates?.(SHOP));
  expect(listed).toContain("order_ready");
  expect(listed).not.toContain("free_lamp");
});

function uploadPhoto() {
  const body = new FormData();
  body.set("messaging_product", "whatsapp");
  body.set(
    "file",
    new File([Buffer.from(samplePhoto("package").bytes)], "package.jpg", { type: "image/jpeg" }),
  );
  return stand.graph(`/${SHOP}/media`, { method: "POST", body });
}
