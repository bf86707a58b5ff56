import { execFileSync, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explainSignature } from "./explain-signature.ts";

const SECRET = `whsec_${btoa("a secret of some length, 01")}`;
const NOW = Date.parse("2026-11-22T14:00:00Z");
const SECONDS = String(NOW / 1000);
const BODY = '{"id":"1","text":"¿Dónde? https://a.example/"}';

function sign(body: string, { secret = SECRET, timestamp = SECONDS } = {}): Record<string, string> {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`msg_1.${timestamp}.${body}`).digest("base64");
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,AAAA v1,${signature}`,
  };
}

const explain = (headers: Record<string, string>, body = BODY, sent?: string) =>
  explainSignature({
    ...{ headers, body: Buffer.from(body), secret: SECRET, now: NOW },
    sent: sent === undefined ? undefined : Buffer.from(sent),
  });

test("a good signature is good", () => {
  expect(explain(sign(BODY))).toMatchObject({ code: "ok" });
});

test.each([
  ["pretty", JSON.stringify(JSON.parse(BODY), null, 2)],
  ["with Python's blanks", '{"id": "1", "text": "¿Dónde? https://a.example/"}'],
  ["escaped as by PHP", '{"id":"1","text":"\\u00bfD\\u00f3nde? https:\\/\\/a.example\\/"}'],
  ["with a line break at its end", `${BODY}\n`],
])("a body that was signed %s, and then altered", (_how, signed) => {
  expect(explain(sign(signed))).toMatchObject({ code: "signature_invalid", found: "body_altered" });
});

test("a line break that was added, as by echo", () => {
  expect(explain(sign(BODY), `${BODY}\n`).text).toContain("line breaks were added");
});

test("another secret, or quite another body", () => {
  const other = sign(BODY, { secret: `whsec_${btoa("quite another secret, 02")}` });
  expect(explain(other).found).toBe("wrong_secret_or_other_body");
  expect(explain(sign('{"id":"2"}')).found).toBe("wrong_secret_or_other_body");
});

test("with what was sent, whatever was done to it, there is no doubt: the body, or the secret", () => {
  const altered = BODY.replace("¿Dónde?", "¿Cuándo?").slice(0, -5);
  expect(explain(sign(BODY), altered).found).toBe("wrong_secret_or_other_body");
  const body = explain(sign(BODY), altered, BODY);
  expect(body).toMatchObject({ code: "signature_invalid", found: "body_altered" });
  expect(body.text).toContain('from byte 20 on: "Dónde? https://a.ex" became "Cuándo? https://a.e"');
  const other = sign(BODY, { secret: `whsec_${btoa("quite another secret, 02")}` });
  expect(explain(other, altered, BODY).found).toBe("wrong_secret");
  expect(explain(other, BODY, BODY).found).toBe("wrong_secret");
});

test("a right secret used in a wrong way", () => {
  const signature = createHmac("sha256", SECRET).update(`msg_1.${SECONDS}.${BODY}`).digest("base64");
  const headers = { ...sign(BODY), "webhook-signature": `v1,${signature}` };
  expect(explain(headers)).toMatchObject({ found: "signed_otherwise" });
});

test("headers that are missing, and clocks", () => {
  const { "webhook-id": _, ...rest } = sign(BODY);
  expect(explain(rest)).toMatchObject({ code: "signature_missing", text: "Missing: webhook-id." });
  expect(explain(sign(BODY, { timestamp: String(NOW) })).text).toContain("milliseconds");
  const late = explain(sign(BODY, { timestamp: String(NOW / 1000 - 301) }));
  expect(late).toMatchObject({ code: "timestamp_invalid", text: expect.stringContaining("301 s old") });
  expect(explain(sign(BODY, { timestamp: String(NOW / 1000 - 300) })).code).toBe("ok");
});

test("from the command line", () => {
  const file = join(import.meta.dirname, "../check-signature.ts");
  const headers = Object.entries(sign(BODY)).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const args = [file, "--body", "-", "--at", "2026-11-22T14:00:00Z", ...headers];
  const env = { ...process.env, SECRET };
  expect(execFileSync(process.execPath, args, { env, input: BODY }).toString()).toContain("ok: ");
  const check = (...more: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [...args, ...more], { env, input: `${BODY}x` });
    return [status, stdout.toString()];
  };
  expect(check()).toEqual([1, expect.stringContaining("signature_invalid: The signature fits neither")]);
  const sent = join(mkdtempSync(join(tmpdir(), "check-signature-")), "sent.json");
  writeFileSync(sent, BODY);
  expect(check("--sent", sent)).toEqual([1, expect.stringContaining("The secret is right, but the body")]);
});
