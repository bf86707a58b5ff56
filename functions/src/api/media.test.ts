import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { media } from "../media/documents.ts";
import { folderStore } from "../media/media-store.ts";
import { signMediaUrl } from "../media/sign-media-url.ts";

const signingKey = "a signing key of the tests";
let services: Services;
let api: ServedApi;
let folder: string;
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
  folder = await mkdtemp(join(tmpdir(), "live-chat-media-test-"));
  api = await serveApi(services, undefined, { media: { store: folderStore(folder), signingKey } });
});
afterAll(async () => {
  await api.stop();
  await services.stop();
  await rm(folder, { recursive: true, force: true });
});

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(100).keys()]);
const html = new TextEncoder().encode("<!doctype html><script>alert(1)</script>");
const upload = (raw: Uint8Array<ArrayBuffer> | string, type: string, name = "file") =>
  api.call("POST", `/uploads?name=${encodeURIComponent(name)}`, { raw, headers: { "Content-Type": type } });
const link = async (id: string): Promise<string> => (await api.call("GET", `/media/${id}`)).body.url;
const open = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${api.url}${url}`, { headers, method });

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

async function uploaded(raw: Uint8Array<ArrayBuffer> | string, type: string, name?: string) {
  const answer = await upload(raw, type, name);
  expect(answer.status).toBe(201);
  return answer.body.upload;
}

describe("uploads", () => {
  test("an upload says what it is, and comes back byte for byte", async () => {
    const stored = await uploaded(png, "image/png", "photo.png");
    expect(stored).toMatchObject({
      kind: "image",
      mime_type: "image/png",
      name: "photo.png",
      size: png.length,
    });
    expect(stored.sha256).toBe(createHash("sha256").update(png).digest("hex"));
    const answer = await open(await link(stored.upload_id));
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png);
  });

  test.each([
    ["HTML that claims to be a photo", html, "image/jpeg", "document", "application/octet-stream"],
    ["HTML that says so", html, "text/html", "document", "application/octet-stream"],
    [
      "SVG",
      "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
      "image/svg+xml",
      "document",
      "application/octet-stream",
    ],
    ["a photo that claims to be HTML", png, "text/html", "image", "image/png"],
    ["plain text", "hello", "text/plain; charset=utf-8", "document", "text/plain"],
    ["a voice note", "OggS and then some more bytes", "audio/ogg; codecs=opus", "audio", "audio/ogg"],
    ["a PDF", "%PDF-1.7 and so on", "application/pdf", "document", "application/pdf"],
    [
      "a spreadsheet",
      "PK\x03\x04 and so on and on",
      "application/vnd.ms-excel",
      "document",
      "application/vnd.ms-excel",
    ],
  ])("%s is believed as far as its bytes prove it", async (_what, raw, claimed, kind, mime_type) => {
    expect(await uploaded(raw, claimed)).toMatchObject({ kind, mime_type });
  });

  test("what is too large or empty is refused and leaves nothing behind", async () => {
    const before = await readdir(folder).catch(() => []);
    const photo = new Uint8Array(5_000_001);
    photo.set(png);
    const large = await upload(photo, "image/png");
    expect([large.status, large.body.code]).toEqual([413, "too_large"]);
    const larger = await upload(new Uint8Array(10_000_001), "application/pdf");
    expect([larger.status, larger.body.code]).toEqual([413, "too_large"]);
    const empty = await upload("", "image/png");
    expect([empty.status, empty.body.code]).toEqual([400, "bad_request"]);
    expect(await readdir(folder).catch(() => [])).toEqual(before);
  });

  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\photos\\cat.png", "cat.png"],
    ["evil\r\nSet-Cookie: a=b.png", "evilSet-Cookie: a=b.png"],
    ["gpj.\u202eexe", "gpj.exe"],
    ["写真.png", "写真.png"],
    ["..", null],
  ])("the name %j becomes %j", async (given, kept) => {
    const { name, upload_id } = await uploaded(png, "image/png", given);
    expect(name).toBe(kept);
    const answer = await open(await link(upload_id));
    const disposition = answer.headers.get("content-disposition")!;
    expect(disposition).toMatch(/^inline; filename="/);
    const encoded = /filename\*=UTF-8''(.+)$/.exec(disposition)![1]!;
    expect(decodeURIComponent(encoded)).toBe(kept ?? upload_id);
  });
});

describe("links", () => {
  test("are made for agents only, and open only what they were made for, until they expire", async () => {
    const { upload_id } = await uploaded(png, "image/png");
    const other = await uploaded(png, "image/png");
    expect((await api.call("GET", `/media/${upload_id}`, { token: null })).body.code).toBe("token_missing");
    expect((await api.call("GET", "/media/unknown")).body.code).toBe("media_not_found");
    const { url, expires_at } = (await api.call("GET", `/media/${upload_id}`)).body;
    expect(Date.parse(expires_at)).toBeLessThanOrEqual(Date.now() + 15 * 60_000);
    const expired = signMediaUrl(signingKey, upload_id, { now: Date.now() - 16 * 60_000 }).url;
    const later = url.replace(
      /expires=(\d+)/,
      (_: string, expires: string) => `expires=${Number(expires) + 1}`,
    );
    const foreign = signMediaUrl("another key", upload_id).url;
    const swapped = url.replace(upload_id, other.upload_id);
    const cut = url.slice(0, -1);
    for (const wrong of [
      expired,
      later,
      foreign,
      swapped,
      cut,
      `/api/live-chat/media/${upload_id}?signature=`,
    ]) {
      const answer = await open(wrong);
      expect([answer.status, await codeOf(answer)]).toEqual([403, "media_url_invalid"]);
    }
    expect((await open(url)).status).toBe(200);
  });

  test("lead to nothing once the file is gone", async () => {
    const { upload_id } = await uploaded(png, "image/png");
    const url = await link(upload_id);
    await folderStore(folder).remove(upload_id);
    const lost = await open(url);
    expect([lost.status, await codeOf(lost)]).toEqual([404, "media_not_found"]);
    expect(lost.headers.get("content-type")).toContain("application/problem+json");
    await media(services.db).doc(upload_id).delete();
    expect((await open(url)).status).toBe(404);
  });

  test("an API key that may read conversations gets them too", async () => {
    putAccount({ uid: "boss", displayName: "Boss", role: "admin" });
    const make = async (scope: string) => {
      const body = { name: "CRM", scopes: [scope] };
      const token = idToken("boss", { role: "admin" });
      return (await api.call("POST", "/api-keys", { token, body })).body.key;
    };
    const { upload_id } = await uploaded(png, "image/png");
    const ask = async (scope: string) =>
      (await api.call("GET", `/media/${upload_id}`, { token: await make(scope) })).status;
    expect(await ask("conversations:read")).toBe(200);
    expect(await ask("messages:send")).toBe(403);
  });
});

describe("serving", () => {
  test("nothing in a file can run: not as a page, a script, a style or a frame", async () => {
    for (const [raw, type] of [
      [html, "text/html"],
      [png, "image/png"],
    ] as const) {
      const { upload_id } = await uploaded(raw, type);
      const { headers } = await open(await link(upload_id));
      const policy = headers.get("content-security-policy")!;
      expect(policy).toMatch(/^sandbox; default-src 'none'/);
      expect(policy).not.toMatch(/allow-|script-src|unsafe-eval/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toMatch(/^private, max-age=\d+$/);
    }
    const { upload_id } = await uploaded(html, "text/html", "page.html");
    const { headers } = await open(await link(upload_id));
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="page.html"/);
  });

  test.each([
    ["bytes=0-3", 206, [0, 4], "bytes 0-3/108"],
    ["bytes=100-", 206, [100, 108], "bytes 100-107/108"],
    ["bytes=-8", 206, [100, 108], "bytes 100-107/108"],
    ["bytes=0-9999", 206, [0, 108], "bytes 0-107/108"],
    ["bytes=5-2", 200, [0, 108], null],
    ["bytes=0-1,4-5", 200, [0, 108], null],
    ["nonsense", 200, [0, 108], null],
  ] as const)("a player may ask for %s", async (range, status, [from, to], contentRange) => {
    const { upload_id } = await uploaded(png, "image/png");
    const answer = await open(await link(upload_id), { Range: range });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([status, contentRange]);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png.slice(from, to));
  });

  test("beyond the end there is nothing; HEAD tells without sending", async () => {
    const { upload_id } = await uploaded(png, "image/png");
    const url = await link(upload_id);
    const beyond = await open(url, { Range: "bytes=500-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */108"]);
    const head = await open(url, {}, "HEAD");
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "108", ""]);
  });
});
