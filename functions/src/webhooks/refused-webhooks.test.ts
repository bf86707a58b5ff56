import { beforeEach, describe, expect, test } from "vitest";
import { readEverything, whatsApp, whatsAppSignature } from "../../testing/serve-webhooks.ts";
import { useWebhooks } from "../../testing/webhooks-for-tests.ts";

const here = useWebhooks();

let before: Record<string, unknown>;
beforeEach(async () => {
  before = await readEverything(here.services);
});
const unchanged = async () => expect(await readEverything(here.services)).toEqual(before);

describe("WhatsApp", () => {
  const path = "/api/webhooks/whatsapp";

  test("no signature, a wrong one, another secret's, an altered body: 401", async () => {
    const raw = JSON.stringify(
      whatsApp({ contacts: here.sheena.contacts, messages: [here.sheena.text("x", "x")] }),
    );
    const send = (signature: string | null, body = raw) =>
      here.webhooks.call("POST", path, {
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
    const answer = await here.webhooks.postWhatsApp(raw);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch("application/problem+json");
    await unchanged();
  });

  test("text that isn't UTF-8: 400", async () => {
    const raw = Buffer.from('{"object":"whatsapp_business_account\xff","entry":[]}', "latin1");
    const headers = { "X-Hub-Signature-256": whatsAppSignature(raw) };
    const answer = await here.webhooks.call("POST", path, { raw, headers });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_json" } });
  });

  test("more than 3 MB: 413", async () => {
    const answer = await here.webhooks.postWhatsApp(
      whatsApp({ messages: [here.sheena.text("big", "x".repeat(5_000_000))] }),
    );
    expect(answer).toMatchObject({ status: 413, body: { code: "too_large" } });
    await unchanged();
  });

  test("other methods and paths", async () => {
    expect((await here.webhooks.call("PUT", path)).status).toBe(405);
    expect((await here.webhooks.call("GET", "/api/webhooks/messages/crm")).status).toBe(405);
    expect((await here.webhooks.call("POST", "/api/webhooks/telegram")).status).toBe(404);
    expect((await here.webhooks.call("POST", "/api/webhooks/messages/%zz")).status).toBe(400);
  });

  test("bad items are kept apart, and don't cost the good ones", async () => {
    const bad = [
      { id: 5 },
      null,
      "text",
      { ...here.sheena.text("no-time", "x"), timestamp: "soon" },
      { ...here.sheena.text("nobody", "x"), from: "" },
    ];
    const huge = here.sheena.text("huge", "x".repeat(300_000));
    const statuses = [{ id: "s", status: "pondered", timestamp: "1749416383" }, { status: "read" }];
    const messages = [...bad, huge, here.sheena.text("good", "good")];
    const body = whatsApp({ contacts: [7, ...here.sheena.contacts], messages, statuses });
    expect((await here.webhooks.postWhatsApp(body)).status).toBe(200);
    expect((await here.sheena.thread()).messages.map(({ text }) => text)).toEqual(["good"]);
    const rejected = (await here.services.db.collection("rejected_items").get()).docs.map((it) => it.data());
    expect(rejected).toHaveLength(bad.length + statuses.length + 1);
    expect(rejected.find(({ raw }) => raw.includes("soon"))?.errors).toEqual([
      { pointer: "/timestamp", detail: "should be seconds since 1970" },
    ]);
  });

  test("bad items without end: 413", async () => {
    const raw = `{"object":"whatsapp_business_account","entry":[${"0,".repeat(1_000_000)}0]}`;
    expect(await here.webhooks.postWhatsApp(raw)).toMatchObject({ status: 413 });
    const messages = Array.from({ length: 20_000 }, () => 0);
    expect(await here.webhooks.postWhatsApp(whatsApp({ messages }))).toMatchObject({ status: 413 });
    await unchanged();
  });

  test("news that isn't about conversations is fine", async () => {
    const changes = [{ field: "message_template_status_update", value: { event: "APPROVED" } }];
    const body = { object: "whatsapp_business_account", entry: [{ id: "w", changes }] };
    expect((await here.webhooks.postWhatsApp(body)).status).toBe(200);
    await unchanged();
  });

  test("half characters and odd names are stored as text", async () => {
    const raw = JSON.stringify(whatsApp({ messages: [here.sheena.text("odd", "HALF <script>__proto__")] }));
    expect((await here.webhooks.postWhatsApp(raw.replace("HALF", "\\ud83d"))).status).toBe(200);
    expect((await here.sheena.thread()).messages[0]?.text).toBe("\ufffd <script>__proto__");
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
  expect((await here.webhooks.postMessages(raw)).status).toBe(status);
  await unchanged();
});
