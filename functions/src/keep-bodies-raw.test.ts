import express from "express";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { serveInRuntime } from "../testing/functions-runtime.ts";
import { contentTypeOf, keepBodiesRaw } from "./keep-bodies-raw.ts";
import { answerProblem } from "./problem.ts";
import { parseJson, type RawRequest, readBody } from "./read-body.ts";

let served: Awaited<ReturnType<typeof serveInRuntime>>;
beforeAll(async () => {
  vi.stubEnv("FUNCTION_SIGNATURE_TYPE", "http");
  keepBodiesRaw();
  const app = express();
  app.post("/", readBody(1000), (request: RawRequest, response) => {
    response.json({ type: contentTypeOf(request), body: parseJson(request.rawBody!) });
  });
  app.use(answerProblem);
  served = await serveInRuntime(app);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await served.stop();
});

async function post(body: string, type: string) {
  const answer = await fetch(served.url, { method: "POST", body, headers: { "Content-Type": type } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test("in the functions' runtime, too, a body arrives as it was sent, with the type it was sent with", async () => {
  const type = "application/json; charset=utf-8";
  expect(await post('{"a": "\\u00e9"}', type)).toEqual({ status: 200, body: { type, body: { a: "é" } } });
});

test("broken JSON is answered by us, not by the runtime's HTML page", async () => {
  const answer = await post('{"a": ', "application/json");
  expect([answer.status, answer.body.code]).toEqual([400, "invalid_json"]);
});

test("a body that the runtime takes may still be too large for us", async () => {
  const answer = await post(JSON.stringify({ a: "x".repeat(2000) }), "application/json");
  expect([answer.status, answer.body.code]).toEqual([413, "too_large"]);
});
