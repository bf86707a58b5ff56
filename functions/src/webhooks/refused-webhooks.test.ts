import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  readEverything,
  type ServedWebhooks,
  serveWebhooks,
  whatsApp,
  whatsAppSignature,
} from "../../testing/serve-webhooks.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { WhatsAppSender } from "../../testing/whatsapp-sender.ts";

let services: Services;
let webhooks: ServedWebhooks;
beforeAll(async () => {
  services = await startServices();
  webhooks = await serveWebhooks(services);
});
afterAll(async () => {
  await webhooks.stop();
  await services.stop();
});

let sheena: WhatsAppSender;
beforeEach(() => {
  sheena = new WhatsAppSender(services, webhooks);
});

let before: Record<string, unknown>;
beforeEach(async () => {
  before = await readEverything(services);
});
const unchanged = async () => expect(await readEverything(services)).toEqual(before);

describe("WhatsApp", () => {
  const path = "/api/webhooks/whatsapp";

  test("no signature, a wrong one, another secret's, an altered body: 401", async () => {
    const raw = JSON.stringify(whatsApp({ contacts: sheena.contacts, messages: [sheena.text("x", "x")] }));
    const send = (signature: string | null, body = raw) =>
      webhooks.call("POST", path, {
        raw: body,
        headers: signature ? { "X-Hub-Signature-256": signature } : {},
      });
    expect((await send(null)).body.code).toBe("signature_missing");
    for (const wrong of ["sha256=", "sha256=00", "nonsense", whatsAppSignature(raw, "another-secret")]) {
      expect(await send(wrong)).toMatchObject({ status: 401, body: { code: "signature_invalid" } });
    }
    expect((await send(whatsAppSignature(raw), raw.replace('"x"', '"y"'))).status).toBe(401);
    const unsigned = await send(null, "{");
    // No ID token would help here.
    expect([unsigned.status, unsigned.headers.get("www-authenticate")]).toEqual([401, null]);
    await unchanged();
  });

  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    [
      "deep arrays",
      `{"object":"whatsapp_business_account","entry":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    ],
    ["deep objects", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`],
    ["a number", "7"],
    ["null", "null"],
    ["an array", "[]"],
    ["another object", '{"object":"page","entry":[]}'],
    ["entry of another type", '{"object":"whatsapp_business_account","entry":{"0":{}}}'],
    ["no entry at all", '{"object":"whatsapp_business_account","entry":[]}'],
    [
      "entries of the wrong type",
      '{"object":"whatsapp_business_account","entry":[1,null,[],{"changes":[4]}]}',
    ],
    ["a prototype", '{"__proto__":{"object":"whatsapp_business_account","entry":[]},"constructor":{}}'],
  ])("%s: 400, though properly signed", async (_, raw) => {
    const answer = await webhooks.postWhatsApp(raw);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch("application/problem+json");
    await unchanged();
  });

  test("text that isn't UTF-8: 400", async () => {
    const raw = Buffer.from('{"object":"whatsapp_business_account\xff","entry":[]}', "latin1");
    const headers = { "X-Hub-Signature-256": whatsAppSignature(raw) };
    const answer = await webhooks.call("POST", path, { raw, headers });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_json" } });
  });

  test("more than 3 MB: 413", async () => {
    const answer = await webhooks.postWhatsApp(
      whatsApp({ messages: [sheena.text("big", "x".repeat(5_000_000))] }),
    );
    expect(answer).toMatchObject({ status: 413, body: { code: "too_large" } });
    await unchanged();
  });

  test("other methods and paths", async () => {
    expect((await webhooks.call("PUT", path)).status).toBe(405);
    expect((await webhooks.call("GET", "/api/webhooks/messages/crm")).status).toBe(405);
    expect((await webhooks.call("POST", "/api/webhooks/telegram")).status).toBe(404);
    expect((await webhooks.call("POST", "/api/webhooks/messages/%zz")).status).toBe(400);
  });

  test("bad items are kept apart, and don't cost the good ones", async () => {
    const bad = [
      { id: 5 },
      null,
      "text",
      { ...sheena.text("no-time", "x"), timestamp: "soon" },
      { ...sheena.text("nobody", "x"), from: "" },
    ];
    const huge = sheena.text("huge", "x".repeat(300_000));
    const statuses = [{ id: "s", status: "pondered", timestamp: "1749416383" }, { status: "read" }];
    const messages = [...bad, huge, sheena.text("good", "good")];
    const body = whatsApp({ contacts: [7, ...sheena.contacts], messages, statuses });
    expect((await webhooks.postWhatsApp(body)).status).toBe(200);
    expect((await sheena.thread()).messages.map(({ text }) => text)).toEqual(["good"]);
    const rejected = (await services.db.collection("rejected_items").get()).docs.map((it) => it.data());
    expect(rejected).toHaveLength(bad.length + statuses.length + 1);
    expect(rejected.find(({ raw }) => raw.includes("soon"))?.errors).toEqual([
      { pointer: "/timestamp", detail: "should be seconds since 1970" },
    ]);
  });

  test("bad items without end: 413", async () => {
    const raw = `{"object":"whatsapp_business_account","entry":[${"0,".repeat(1_000_000)}0]}`;
    expect(await webhooks.postWhatsApp(raw)).toMatchObject({ status: 413 });
    const messages = Array.from({ length: 20_000 }, () => 0);
    expect(await webhooks.postWhatsApp(whatsApp({ messages }))).toMatchObject({ status: 413 });
    await unchanged();
  });

  test("news that isn't about conversations is fine", async () => {
    const changes = [{ field: "message_template_status_update", value: { event: "APPROVED" } }];
    const body = { object: "whatsapp_business_account", entry: [{ id: "w", changes }] };
    expect((await webhooks.postWhatsApp(body)).status).toBe(200);
    await unchanged();
  });

  test("half characters and odd names are stored as text", async () => {
    const raw = JSON.stringify(whatsApp({ messages: [sheena.text("odd", "HALF <script>__proto__")] }));
    expect((await webhooks.postWhatsApp(raw.replace("HALF", "\\ud83d"))).status).toBe(200);
    expect((await sheena.thread()).messages[0]?.text).toBe("\ufffd <script>__proto__");
  });
});

test.each([
  ["no JSON", "{", 400],
  ["nothing", "", 400],
  ["no messages", '{"messages":[]}', 400],
  ["messages of another type", '{"messages":{"0":1}}', 400],
  ["neither a message nor a batch", "{}", 400],
  ["a number", "7", 400],
  ["a prototype", '{"__proto__":{"id":"1"}}', 400],
  ["deep JSON", `${'{"id":'.repeat(50_000)}1${"}".repeat(50_000)}`, 400],
  ["a huge array", `{"messages":[${"0,".repeat(200_000)}0]}`, 413],
  ["5 MB", JSON.stringify({ id: "1", from: { id: "1" }, text: "x".repeat(5_000_000) }), 413],
])("another system: %s", async (_, raw, status) => {
  expect((await webhooks.postMessages(raw)).status).toBe(status);
  await unchanged();
});
