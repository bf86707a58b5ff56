import { firstPage } from "@live-chat/core/list-cache.ts";
import { describe, expect, test, vi } from "vitest";
import { change, readEverything, readThread, verifyToken, whatsApp } from "../../testing/serve-webhooks.ts";
import { useWebhooks } from "../../testing/webhooks-for-tests.ts";

const here = useWebhooks();

describe("handshake", () => {
  const path = "/api/webhooks/whatsapp";
  const query = (mode: string, token: string) =>
    `?hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=1158201444`;

  test("whoever knows the verify token gets the bare challenge", async () => {
    const answer = await here.webhooks.call("GET", path + query("subscribe", verifyToken));
    expect(answer).toMatchObject({ status: 200, body: "1158201444" });
    expect(answer.headers.get("content-type")).toMatch("text/plain");
  });

  test.each([query("subscribe", "wrong"), query("unsubscribe", verifyToken), "", "?hub.mode[]=subscribe"])(
    "%s → 403",
    async (asked) => {
      const answer = await here.webhooks.call("GET", path + asked);
      expect(answer).toMatchObject({ status: 403, body: { code: "verify_token_wrong" } });
    },
  );
});

test("a hundred messages over twenty conversations, without a gap; the same again changes nothing", async () => {
  const customers = Array.from({ length: 20 }, (_, n) => `4917000000${String(n).padStart(2, "0")}`);
  const message = (n: number) => ({
    ...here.sheena.text(`wamid.bulk${n}`, `number ${n}`),
    from: customers[n % 20],
  });
  const messages = Array.from({ length: 100 }, (_, n) => message(n));
  const entry = [0, 1, 2, 3].map((n) => ({
    id: `waba${n}`,
    changes: [change({ contacts: here.sheena.contacts, messages: messages.slice(n * 25, n * 25 + 25) })],
  }));
  const body = { object: "whatsapp_business_account", entry };
  expect((await here.webhooks.postWhatsApp(body)).status).toBe(200);

  for (const [n, customer] of customers.entries()) {
    const found = await readThread(here.services, customer);
    expect(found?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(found?.messages.map(({ text }) => text)).toEqual(
      [0, 1, 2, 3, 4].map((i) => `number ${i * 20 + n}`),
    );
    expect(found?.conversation).toMatchObject({ last_seq: 5, unread_count: 5, version: 1, status: "open" });
  }
  const before = await readEverything(here.services);
  expect((await here.webhooks.postWhatsApp(body)).status).toBe(200);
  expect(await readEverything(here.services)).toEqual(before);
});

test("when one conversation can't be stored just now: the others are, then 503; the repeat stores it", async () => {
  const messages = [
    here.sheena.text("one", "one"),
    { ...here.sheena.text("two", "two"), from: `${here.sheena.from}0` },
  ];
  const away = Object.assign(new Error("14 UNAVAILABLE"), { code: 14 });
  vi.spyOn(here.services.db, "runTransaction").mockRejectedValueOnce(away);
  const answer = await here.webhooks.postWhatsApp(whatsApp({ messages }));
  expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
  const count = async () => {
    const threads = [
      await readThread(here.services, here.sheena.from),
      await readThread(here.services, `${here.sheena.from}0`),
    ];
    return threads.flatMap((it) => it?.messages ?? []).length;
  };
  expect(await count()).toBe(1);
  expect((await here.webhooks.postWhatsApp(whatsApp({ messages }))).status).toBe(200);
  expect(await count()).toBe(2);
});

test("a stored message drops the cached first page of the list", async () => {
  const page = (total: number) => async () => ({ conversations: [], total, next_cursor: null });
  await firstPage(here.services.redis, page(1));
  await vi.waitFor(async () =>
    expect(await firstPage(here.services.redis, page(2))).toMatchObject({ total: 1 }),
  );
  await here.sheena.post(here.sheena.text("first", "hi"));
  expect(await firstPage(here.services.redis, page(3))).toMatchObject({ total: 3 });
});

test("the function's own address works as well", async () => {
  const body = whatsApp({ contacts: here.sheena.contacts, messages: [here.sheena.text("own", "hi")] });
  expect((await here.webhooks.postWhatsApp(body, "/whatsapp")).status).toBe(200);
  expect((await here.sheena.thread()).messages).toHaveLength(1);
});
