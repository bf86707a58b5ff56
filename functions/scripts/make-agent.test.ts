import { execFile } from "node:child_process";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createTokenVerifier } from "@live-chat/core/verify-token.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

const script = join(import.meta.dirname, "make-agent.ts");
const verifyToken = createTokenVerifier({ projectId: "demo-live-chat", emulator: true });

let emulator: Server;
let host: string;
beforeAll(async () => {
  const { createApp } = createRequire(import.meta.url)("firebase-tools/lib/emulator/auth/server");
  const app = await createApp("demo-live-chat", 1);
  await new Promise<void>((resolve) => {
    emulator = app.listen(0, "127.0.0.1", resolve);
  });
  host = `127.0.0.1:${(emulator.address() as AddressInfo).port}`;
});
afterAll(async () => {
  emulator.closeAllConnections();
  await new Promise((resolve) => emulator.close(resolve));
});

type Outcome = { code: number; output: string };
function makeAgent(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const environment = { PATH: process.env.PATH, FIREBASE_AUTH_EMULATOR_HOST: host, ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env: environment }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

async function signIn(email: string, password: string) {
  const url = `http://${host}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`;
  const body = JSON.stringify({ email, password, returnSecureToken: true });
  const answer = await fetch(url, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  return verifyToken(((await answer.json()) as { idToken: string }).idToken);
}

test("an unknown person is not made up, and the way out is told", async () => {
  const { code, output } = await makeAgent(["new@example.com"]);
  expect(code).toBe(1);
  expect(output).toContain("has no account new@example.com");
  expect(output).toContain("--create");
});

test("with --create the account is there, and its token lets it in", async () => {
  const made = await makeAgent([
    "boss@example.com",
    "--role",
    "admin",
    "--create",
    "--password",
    "live-chat",
  ]);
  expect(made).toMatchObject({ code: 0, output: expect.stringContaining("boss@example.com is admin") });
  expect(await signIn("boss@example.com", "live-chat")).toMatchObject({ role: "admin" });

  expect((await makeAgent(["boss@example.com", "--role", "agent"])).code).toBe(0);
  expect(await signIn("boss@example.com", "live-chat")).toMatchObject({ role: "agent" });
  expect((await makeAgent(["boss@example.com", "--role", "none"])).code).toBe(0);
  await expect(signIn("boss@example.com", "live-chat")).rejects.toMatchObject({ code: "role_required" });
});

test("without a password there is a link to choose one", async () => {
  const { code, output } = await makeAgent(["link@example.com", "--create"]);
  expect(code).toBe(0);
  expect(output).toMatch(/To choose a password: http\S+oobCode=/);
});

test.each([
  [[], "make-agent -- EMAIL"],
  [["not-an-address"], "not an e-mail address"],
  [["a@b.c", "--role", "god"], "--role must be one of"],
  [["a@b.c", "--rolle", "admin"], "--rolle"],
  [["a@b.c", "--password", "123456"], "--create"],
  [["a@b.c", "--create", "--password", "123"], "at least 6"],
  [["a@b.c", "--project", "chat-prod"], "unset it first"],
])("%j is explained", async (args, words) => {
  const { code, output } = await makeAgent(args);
  expect(code).toBe(1);
  expect(output).toContain(words);
  expect(output).not.toMatch(/\n\s+at /);
});

test("--help tells how it is used", async () => {
  expect(await makeAgent(["--help"])).toMatchObject({ code: 0, output: expect.stringContaining("--create") });
});

test("no emulator there: says how to start it", async () => {
  const { code, output } = await makeAgent(["a@b.c"], { FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:1" });
  expect([code, output]).toEqual([1, expect.stringContaining("npm start")]);
});
