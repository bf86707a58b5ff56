import { describe, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { call } from "../../testing/serve-api.ts";

const api = useApi();

describe("paths and methods", () => {
  test("an unknown path is 404, another method 405 with the allowed ones", async () => {
    const unknown = await api.call("GET", "/nothing");
    expect([unknown.status, unknown.body.code]).toEqual([404, "not_found"]);
    const wrong = await api.call("PUT", "/conversations/abc");
    expect([wrong.status, wrong.body.code]).toEqual([405, "method_not_allowed"]);
    expect(wrong.headers.get("allow")).toBe("GET, PATCH, DELETE");
    expect((await api.call("DELETE", "/conversations")).status).toBe(405);
    expect((await api.call("GET", "/events/ticket")).status).toBe(405);
    expect((await api.call("PUT", "/events")).status).toBe(405);
  });

  test("the same routes answer behind Hosting and at the function's own address", async () => {
    for (const path of ["/api/live-chat/conversations", "/live-chat/conversations", "/conversations"]) {
      expect((await call(`${api.url}${path}?limit=1`, "GET")).status).toBe(200);
    }
    expect((await call(`${api.url}/api/live-chat`, "GET")).status).toBe(404);
    expect((await call(`${api.url}/api/live-chatter/conversations`, "GET")).status).toBe(404);
  });

  test("a path that can't be decoded is 400, not 500", async () => {
    expect((await api.call("GET", "/conversations/%E0%A4%A")).status).toBe(400);
  });

  test.each(["a%2Fb", "__id__", "..%2F..", "x".repeat(200), "%00"])(
    "no conversation is called %s",
    async (id) => {
      const answer = await api.call("GET", `/conversations/${id}`);
      expect([answer.status, answer.body.code]).toEqual([404, "conversation_not_found"]);
    },
  );
});

describe("bodies", () => {
  const send = (raw: string | Uint8Array<ArrayBuffer>, type = "application/json") =>
    api.call("POST", "/conversations/unknown/messages", { raw, headers: { "Content-Type": type } });

  test.each([
    ["broken", '{"client_message_id": '],
    ["empty", ""],
    ["not UTF-8", new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ])("a body that is %s is 400 invalid_json", async (_how, raw) => {
    const answer = await send(raw);
    expect([answer.status, answer.body.code]).toEqual([400, "invalid_json"]);
  });

  test("another content type is 400", async () => {
    const answer = await send('{"client_message_id":"1","text":"hi"}', "text/plain");
    expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
    expect(answer.body.detail).toContain("application/json");
  });

  test("deep JSON is refused as input, not by falling over", async () => {
    const answer = await send(`{"text":${"[".repeat(40_000)}${"]".repeat(40_000)}}`);
    expect(answer.status).toBe(400);
    expect((await api.call("GET", "/conversations")).status).toBe(200);
  });

  test("5 MB are 413", async () => {
    const answer = await send(JSON.stringify({ text: "x".repeat(5_000_000) }));
    expect([answer.status, answer.body.code]).toEqual([413, "too_large"]);
  });

  test("each wrong field is named by a pointer, and nothing that was sent is repeated", async () => {
    const answer = await api.call("POST", "/conversations/unknown/messages", {
      body: { client_message_id: "", text: 7, type: "poem", "sly/field": "SECRET" },
    });
    expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer).sort();
    expect(pointers).toEqual(["/client_message_id", "/sly~1field", "/text", "/type"]);
    expect(JSON.stringify(answer.body)).not.toMatch(/SECRET|poem/);
  });

  test.each(["null", "[]", '"text"', "7", "{}"])(
    "a body that is just %s is 400 with a reason",
    async (raw) => {
      const answer = await send(raw);
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].detail).toMatch(/\w/);
    },
  );
});

describe("events", () => {
  test("whoever asks here for the stream is sent to the gateway, with the query", async () => {
    const answer = await api.call("GET", "/events?ticket=abc&last_event_id=e%2F1-0", { token: null });
    expect(answer.status).toBe(307);
    expect(answer.headers.get("location")).toBe(
      "http://gateway.test:8003/api/live-chat/events?ticket=abc&last_event_id=e%2F1-0",
    );
  });

  test("a ticket is given to agents only, and says when it ends", async () => {
    const answer = await api.call("POST", "/events/ticket");
    expect(answer.status).toBe(200);
    expect(answer.body.ticket).toMatch(/^[\w-]{32}$/);
    const left = Date.parse(answer.body.expires_at) - Date.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
    expect((await api.call("POST", "/events/ticket", { token: null })).status).toBe(401);
  });
});

describe("origins", () => {
  const preflight = (origin: string) =>
    api.call("OPTIONS", "/conversations", {
      token: null,
      headers: { Origin: origin, "Access-Control-Request-Method": "GET" },
    });

  test("a listed origin may call, with its token", async () => {
    const answer = await preflight("https://desk.example");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://desk.example");
    expect(answer.headers.get("access-control-allow-headers")).toContain("Authorization");
  });

  test("another origin is told nothing", async () => {
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    const answer = await api.call("GET", "/conversations", { headers: { Origin: "https://evil.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("vary")).toContain("Origin");
  });
});

test("no answer is cached, sniffed or rendered", async () => {
  for (const path of ["/conversations", "/nothing"]) {
    const { headers } = await api.call("GET", path);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-powered-by")).toBeNull();
  }
});
