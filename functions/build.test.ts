import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildFunctions } from "./build.ts";

// Below functions/, so that what the bundle imports is found.
const outdir = join(import.meta.dirname, "lib", `test-${process.pid}`);
beforeAll(() => buildFunctions({ outdir }));
afterAll(() => rm(outdir, { recursive: true, force: true }));

const deployed = {
  GCLOUD_PROJECT: "chat-prod",
  K_SERVICE: "webhooks",
  K_CONFIGURATION: "webhooks",
  FUNCTION_TARGET: "webhooks",
  FUNCTION_SIGNATURE_TYPE: "http",
  REDIS_URL: "redis://10.0.0.3:6379",
  GATEWAY_URL: "https://events.chat.example",
  WHATSAPP_APP_SECRET: "0123456789abcdef0123456789abcdef",
  WHATSAPP_VERIFY_TOKEN: "a-verify-token-nobody-knows",
  WEBHOOK_SOURCES: "{}",
};

// biome-ignore lint/suspicious/noExplicitAny: the Functions SDK's own form
type Loaded = { declared?: any; error?: string };
/** Loads the bundle as Cloud Functions does; resolves with what it declares, or with why it didn't start. */
function load(env: Record<string, string>): Promise<Loaded> {
  const program = `
    const functions = await import(${JSON.stringify(join(outdir, "index.js"))});
    const declared = Object.entries(functions).map(([name, it]) => [name, it.__endpoint]);
    console.log(JSON.stringify(Object.fromEntries(declared)));
    process.exit(0);`;
  const args = ["--input-type=module", "-e", program];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { PATH: process.env.PATH, ...env } }, (error, stdout, stderr) => {
      resolve(error ? { error: stderr } : { declared: JSON.parse(stdout) });
    });
  });
}

test("the bundle holds our code and leaves registry packages to Cloud Build", async () => {
  const code = await readFile(join(outdir, "index.js"), "utf8");
  const { dependencies } = JSON.parse(await readFile(join(import.meta.dirname, "package.json"), "utf8"));
  const imported = [...code.matchAll(/^(?:import|export).* from "([^"]+)";$/gm)].map((match) => match[1]!);
  const packages = imported.filter((name) => !name.startsWith("node:"));
  expect(packages.length).toBeGreaterThan(0);
  for (const name of packages) {
    const [scope, rest] = name.split("/");
    expect(Object.keys(dependencies)).toContain(scope?.startsWith("@") ? `${scope}/${rest}` : scope);
  }
  expect(code).not.toContain("@live-chat/");
});

test("a deploy finds every function, in its region, with its secrets, triggers with retry", async () => {
  const { declared, error } = await load({ GCLOUD_PROJECT: "chat-prod" });
  expect(error).toBeUndefined();
  const names = [
    "api",
    "continueDelivery",
    "deliverReply",
    "deliverWebhook",
    "publishAgents",
    "publishCannedAnswers",
    "publishChannel",
    "publishConversation",
    "publishConversationRemoval",
    "publishConversationUpdate",
    "publishMessage",
    "publishMessageUpdate",
    "publishSettings",
    "showReadOnChannel",
    "storeMedia",
    "webhooks",
  ];
  expect(Object.keys(declared).sort()).toEqual(names);
  for (const name of names) {
    expect(declared[name].region).toEqual(["us-central1"]);
    const { eventTrigger } = declared[name];
    if (name.startsWith("publish")) expect(eventTrigger.retry).toBe(true);
  }
  const secretsOf = (name: string) =>
    declared[name].secretEnvironmentVariables.map(({ key }: { key: string }) => key).sort();
  expect(declared.deliverReply.eventTrigger.retry).toBe(true);
  const outbound = ["REDIS_URL", "WEBHOOK_SOURCES", "WHATSAPP_ACCESS_TOKEN"];
  expect(secretsOf("api")).toEqual(["MEDIA_SIGNING_KEY", ...outbound]);
  expect(secretsOf("deliverReply")).toEqual(["MEDIA_SIGNING_KEY", ...outbound]);
  expect(secretsOf("deliverWebhook")).toEqual(["MEDIA_SIGNING_KEY", "REDIS_URL"]);
  expect(secretsOf("showReadOnChannel")).toEqual(outbound);
  expect(secretsOf("publishMessage")).toEqual(["REDIS_URL"]);
  expect(secretsOf("webhooks")).toEqual([
    "REDIS_URL",
    "WEBHOOK_SOURCES",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
  ]);
});

test("deployed, it starts with proper values and refuses a laptop's", async () => {
  expect((await load(deployed)).error).toBeUndefined();
  const local = await load({ ...deployed, WHATSAPP_APP_SECRET: "local-app-secret" });
  expect(local.error).toContain("WHATSAPP_APP_SECRET holds a secret that is in the documentation");
  const emulated = await load({ ...deployed, FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099" });
  expect(emulated.error).toContain("FIREBASE_AUTH_EMULATOR_HOST is set outside the emulators");
});
