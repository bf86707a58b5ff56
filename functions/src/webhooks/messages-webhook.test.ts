import { Firestore } from "firebase-admin/firestore";
import { beforeEach, describe, expect, test } from "vitest";
import {
  crmSecrets,
  readEverything,
  readThread,
  type Signing,
  serveWebhooks,
  sign,
} from "../../testing/serve-webhooks.ts";
import { useWebhooks } from "../../testing/webhooks-for-tests.ts";

const here = useWebhooks();

let counter = 0;
let customer: string;
beforeEach(() => {
  customer = `customer-${++counter}`;
});
const message = (id: string, text: string, more: object = {}) => ({
  id: `${customer}-${id}`,
  from: { id: customer, name: "Ana", phone: "+49170123" },
  text,
  ...more,
});

describe("receipts", () => {
  test("one message, as it is stored", async () => {
    const answer = await here.webhooks.postMessages(
      message("1", "Hello", { timestamp: "2026-11-22T14:00:00+01:00" }),
    );
    expect(answer.status).toBe(200);
    const thread = await readThread(here.services, customer, "crm");
    const { conversation_id, message_id } = thread!.messages[0]!;
    const receipt = { index: 0, id: `${customer}-1`, conversation_id, message_id, seq: 1 };
    expect(answer.body).toEqual({ accepted: [receipt], duplicates: [], rejected: [] });
    expect(thread?.messages[0]).toMatchObject({
      type: "text",
      text: "Hello",
      provider_timestamp: "2026-11-22T13:00:00.000Z",
      author: { kind: "customer", id: customer, name: "Ana" },
    });
    expect(thread?.conversation).toMatchObject({
      channel: "api",
      account: "crm",
      user_id: customer,
      name: "Ana",
      phone: "+49170123",
    });
  });

  test("the same again: the fields of the first time, and nothing changes", async () => {
    const body = { messages: [message("1", "one"), message("2", "two")] };
    const first = await here.webhooks.postMessages(body);
    const before = await readEverything(here.services);
    const again = await here.webhooks.postMessages(body);
    expect(again.body).toEqual({ accepted: [], duplicates: first.body.accepted, rejected: [] });
    expect(await readEverything(here.services)).toEqual(before);
  });

  test("the same id twice in one request: stored once; with other content or from somebody else: rejected", async () => {
    const one = message("1", "one");
    const others = [message("1", "other"), { ...one, from: { id: `${customer}-b` } }];
    const answer = await here.webhooks.postMessages({ messages: [one, one, ...others] });
    expect(answer.status).toBe(200);
    expect(answer.body.accepted).toMatchObject([{ index: 0, seq: 1 }]);
    expect(answer.body.duplicates).toMatchObject([{ index: 1, seq: 1 }]);
    expect(answer.body.rejected).toMatchObject([
      { index: 2, code: "id_reused", pointer: "/id" },
      { index: 3, code: "id_reused", pointer: "/id" },
    ]);
    expect((await readThread(here.services, customer, "crm"))?.messages).toHaveLength(1);
  });

  test("bad messages don't cost the good ones, and say where they are wrong", async () => {
    const bad = [
      { ...message("b1", "x"), from: {} },
      message("b2", " "),
      message("b3", "x".repeat(4097)),
      message("b4", "x", { timestamp: "yesterday" }),
      message("b5", "", { attachments: [{ url: "http://insecure.example/a.png" }] }),
      message("b6", "x", { type: "image" }),
      "text",
    ];
    const answer = await here.webhooks.postMessages({ messages: [...bad, message("good", "good")] });
    expect(answer.status).toBe(200);
    expect(answer.body.accepted).toMatchObject([{ index: 7, seq: 1 }]);
    const pointers = answer.body.rejected.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(["/from/id", "", "/text", "/timestamp", "/attachments/0/url", "", ""]);
    const details = answer.body.rejected.map(({ detail }: { detail: string }) => detail);
    expect(details).toEqual([
      "is missing",
      "should be a message with text or attachments",
      "should be of length <=4096",
      "should be an ISO 8601 time with an offset",
      "should be an https URL",
      "should be a message with an attachment of its type",
      "should be Object",
    ]);
    expect(answer.body.rejected[0]).toEqual({
      index: 0,
      code: "bad_request",
      pointer: "/from/id",
      detail: "is missing",
    });
  });

  test("attachments, and an answer to an earlier message", async () => {
    const url = "https://files.example/photo";
    await here.webhooks.postMessages(
      message("1", "See:", { attachments: [{ url, mime_type: "image/png" }, { url }] }),
    );
    await here.webhooks.postMessages(message("2", "well?", { reply_to: `${customer}-1` }));
    const { messages } = (await readThread(here.services, customer, "crm"))!;
    const file = { name: null, size: null, sha256: null, url };
    expect(messages[0]).toMatchObject({ type: "image", text: "See:" });
    expect(messages[0]?.attachments).toEqual([
      { kind: "image", mime_type: "image/png", ...file },
      { kind: "document", mime_type: null, ...file },
    ]);
    expect(messages[1]?.reply_to).toBe(messages[0]?.message_id);
  });

  test("a thousand messages of a hundred customers; one more is too many", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        ...message(`n${n}`, "hi"),
        from: { id: `${customer}-${n % 100}` },
      }));
    const answer = await here.webhooks.postMessages({ messages: many(1000) });
    expect(answer.body.accepted).toHaveLength(1000);
    expect((await readThread(here.services, `${customer}-7`, "crm"))?.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 10 }, (_, n) => n + 1),
    );
    expect(await here.webhooks.postMessages({ messages: many(1001) })).toMatchObject({ status: 413 });
  });

  test("when Firestore is away: 503, with what may be sent again", async () => {
    const db = new Firestore({ projectId: "demo-live-chat" });
    db.runTransaction = () => Promise.reject(Object.assign(new Error("14 UNAVAILABLE"), { code: 14 }));
    const away = await serveWebhooks({ ...here.services, db });
    const answer = await away.postMessages({ messages: [message("1", "hi"), 7] });
    await away.stop();
    expect(answer).toMatchObject({
      status: 503,
      body: {
        code: "unavailable",
        accepted: [],
        failed: [{ index: 0, code: "unavailable" }],
        rejected: [{ index: 1 }],
      },
    });
    expect(answer.headers.get("retry-after")).toBe("1");
  });
});

describe("signature", () => {
  const wrong: [string, Partial<Signing>][] = [
    ["timestamp_invalid", { off: -302 }],
    ["timestamp_invalid", { off: 310 }],
    ["timestamp_invalid", { off: Number.NaN }],
    ["unknown_source", { source: "nobody" }],
    ["unknown_source", { source: "__proto__" }],
    ["unknown_source", { source: "constructor" }],
    ["signature_invalid", { source: "shop" }],
    ["signature_invalid", { secret: `whsec_${btoa("some other secret 00000000")}` }],
  ];
  test.each(wrong)("%s: %j", async (code, signing) => {
    expect(await here.webhooks.postMessages(message("1", "hi"), signing)).toMatchObject({
      status: 401,
      body: { code },
    });
    expect(await readThread(here.services, customer, "crm")).toBeNull();
  });

  test("a clock in milliseconds is told so", async () => {
    const raw = JSON.stringify(message("1", "hi"));
    const headers = { ...sign(raw), "webhook-timestamp": String(Date.now()) };
    const answer = await here.webhooks.call("POST", "/api/webhooks/messages/crm", { raw, headers });
    expect(answer.body).toMatchObject({
      code: "timestamp_invalid",
      detail: "webhook-timestamp should be seconds since 1970, these are milliseconds",
    });
  });

  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("without %s", async (name) => {
    const raw = JSON.stringify(message("1", "hi"));
    const { [name]: _, ...headers } = sign(raw);
    const answer = await here.webhooks.call("POST", "/api/webhooks/messages/crm", { raw, headers });
    expect(answer).toMatchObject({
      status: 401,
      body: { code: "signature_missing", detail: `${name} is missing` },
    });
  });

  test.each([0, 1])("either of two secrets will do", async (n) => {
    const answer = await here.webhooks.postMessages(message("1", "hi"), { secret: crmSecrets[n]! });
    expect(answer.status).toBe(200);
  });

  test("one good signature among others is enough; an altered body, id or version isn't signed", async () => {
    const raw = JSON.stringify(message("1", "hi"));
    const headers = sign(raw);
    const send = (changed: Record<string, string>, body = raw) =>
      here.webhooks.call("POST", "/api/webhooks/messages/crm", {
        raw: body,
        headers: { ...headers, ...changed },
      });
    const signature = headers["webhook-signature"]!;
    expect((await send({}, raw.replace("hi", "ho"))).body.code).toBe("signature_invalid");
    expect((await send({ "webhook-id": "msg_2" })).body.code).toBe("signature_invalid");
    expect((await send({ "webhook-signature": signature.replace("v1", "v2") })).body.code).toBe(
      "signature_invalid",
    );
    expect((await send({ "webhook-signature": "v1," })).body.code).toBe("signature_invalid");
    expect((await send({ "webhook-signature": `v1,AAAA v1a,xyz ${signature}` })).status).toBe(200);
  });
});
