import { existsSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toCustomer, whatsAppWebhook } from "./send/webhooks.ts";
import { ROOT } from "./stack/constants.ts";
import { type Stack, startStack } from "./start-stack.ts";

/** Two whole systems at once, on whatever machine tests run, in ms. */
const PATIENCE = 120_000;

let demo: Stack;
let empty: Stack;
beforeAll(async () => {
  [demo, empty] = await Promise.all([startStack({ demoData: true }), startStack()]);
}, PATIENCE);
afterAll(() => Promise.all([demo?.stop(), empty?.stop()]), PATIENCE);

async function signIn({ urls }: Stack): Promise<string> {
  const answer = await fetch(
    `${urls.auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "agent@example.com", password: "live-chat", returnSecureToken: true }),
    },
  );
  return ((await answer.json()) as { idToken: string }).idToken;
}

async function listConversations(
  stack: Stack,
): Promise<{ total: number; conversations: { name: string }[] }> {
  const headers = { authorization: `Bearer ${await signIn(stack)}` };
  const answer = await fetch(`${stack.urls.dashboard}/api/live-chat/conversations`, { headers });
  expect(answer.status).toBe(200);
  return answer.json() as Promise<{ total: number; conversations: { name: string }[] }>;
}

test(
  "two stacks run beside each other, each with its own data, dashboard and addresses",
  async () => {
    expect((await listConversations(demo)).total).toBeGreaterThan(30);
    const { path, headers, body } = whatsAppWebhook(
      { text: "Hello", from: "Noor", account: "108000000000001", at: new Date() },
      "local-app-secret",
    );
    const posted = await fetch(empty.urls.dashboard + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    expect(posted.status).toBe(200);
    expect(await listConversations(empty)).toMatchObject({ total: 1, conversations: [{ name: "Noor" }] });

    const page = await fetch(empty.urls.dashboard);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain(empty.urls.gateway);
  },
  PATIENCE,
);

test("bodies that are too large, and connections that close, are refused one after the other", async () => {
  const { port } = new URL(empty.urls.hosting);
  const body = Buffer.alloc(4_000_000, "x");
  const headers = { connection: "close", "content-type": "application/json", "content-length": body.length };
  const post = () =>
    new Promise<string>((resolve, reject) => {
      const options = { port, method: "POST", path: "/api/webhooks/messages/demo", headers };
      request(options, async (answer) => resolve(await text(answer)))
        .on("error", reject)
        .end(body);
    });
  /** As callers do: a connection that was closed while the body was still being sent is tried again. */
  const answered = (): Promise<string> =>
    post().catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || error.code === "ECONNRESET") return answered();
      throw error;
    });
  for (let nth = 0; nth < 40; nth++)
    expect(JSON.parse(await answered())).toMatchObject({ code: "too_large" });
  expect((await fetch(empty.urls.hosting)).status).toBe(200);
}, 60_000);

test("the gateway can be killed and started again", async () => {
  const health = () =>
    fetch(`${empty.urls.gateway}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
  await empty.gateway.kill();
  expect(await health()).toBe(false);
  await empty.gateway.start();
  expect(await health()).toBe(true);
  await empty.gateway.restart();
  expect(await health()).toBe(true);
});

test("a stopped stack leaves no port open and no folder behind", async () => {
  const { urls } = empty;
  await empty.stop();
  const { firestore, ...others } = urls;
  const ports = [...Object.values(others), `http://${firestore}`].map((url) => Number(new URL(url).port));
  expect((await Promise.all(ports.map(isOpen))).filter(Boolean)).toEqual([]);
  expect(existsSync(join(ROOT, "functions/lib", `stack-${new URL(urls.dashboard).port}`))).toBe(false);
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(socket.destroy() !== undefined));
    socket.once("error", () => resolve(false));
  });
}

test("the same name always means the same customer, and a phone number itself", () => {
  expect(toCustomer("Ana")).toEqual(toCustomer("Ana"));
  expect(toCustomer("Ana").id).not.toBe(toCustomer("Bo").id);
  expect(toCustomer("+49 151 23456789").id).toBe("4915123456789");
});
