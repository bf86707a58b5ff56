import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  appSecret,
  crmSecrets,
  readThread,
  type ServedWebhooks,
  serveWebhooks,
} from "../../testing/serve-webhooks.ts";
import { type Services, startServices } from "../../testing/start-services.ts";

let services: Services;
let webhooks: ServedWebhooks;
let folder: string;
beforeAll(async () => {
  services = await startServices();
  webhooks = await serveWebhooks(services);
  folder = await mkdtemp(join(tmpdir(), "webhook-examples-"));
});
afterAll(async () => {
  await webhooks.stop();
  await services.stop();
  await rm(folder, { recursive: true });
});

const documentation = new URL("../../../docs/webhooks.md", import.meta.url);

/** By what each language is run, and in which file. */
const RUN = {
  bash: { command: "bash", file: "send.sh" },
  js: { command: process.execPath, file: "send.mjs" },
  python: { command: "python3", file: "send.py" },
  php: { command: "php", file: "send.php" },
};
const isInstalled = (command: string) => spawnSync(command, ["--version"]).status === 0;

/** Runs the n-th example of a language as somebody would who copies it out of the documentation. */
async function runExample(language: keyof typeof RUN, n = 0, secrets = {}): Promise<unknown> {
  const blocks = [...(await readFile(documentation, "utf8")).matchAll(/^```(\w+)\n(.*?)^```/gms)];
  const code = blocks.filter(([, name]) => name === language)[n]?.[2];
  const { command, file: name } = RUN[language];
  const file = join(folder, name);
  await writeFile(file, code!);
  const env = {
    ...process.env,
    URL: `${webhooks.url}/api/webhooks/messages/crm`,
    SECRET: crmSecrets[0],
    WHATSAPP_URL: `${webhooks.url}/api/webhooks/whatsapp`,
    APP_SECRET: appSecret,
    ...secrets,
  };
  const { stdout } = await promisify(execFile)(command, [file], { env });
  return JSON.parse(stdout);
}

test("curl", async () => {
  expect(await runExample("bash")).toMatchObject({ accepted: [{ id: "order-1001-question" }], rejected: [] });
  expect(await runExample("bash")).toMatchObject({ duplicates: [{ id: "order-1001-question", seq: 1 }] });
});

test("Node", async () => {
  const receipts = await runExample("js");
  expect(receipts).toMatchObject({ accepted: [{ id: "question-1" }, { id: "question-2" }], rejected: [] });
});

test.skipIf(!isInstalled("python3"))("Python", async () => {
  expect(await runExample("python")).toMatchObject({ accepted: [{ id: "python-1" }], rejected: [] });
});

test.skipIf(!isInstalled("php"))("PHP", async () => {
  expect(await runExample("php")).toMatchObject({ accepted: [{ id: "php-1" }], rejected: [] });
});

/** What each prints where it is refused: what to mend, and no stack of its own. */
async function refused(language: keyof typeof RUN): Promise<void> {
  const SECRET = `whsec_${btoa("quite another secret 000")}`;
  const problem = { status: 401, code: "signature_invalid" };
  expect(await runExample(language, 0, { SECRET })).toMatchObject(problem);
}

test("curl and Node, refused", async () => {
  await refused("bash");
  await refused("js");
});
test.skipIf(!isInstalled("python3"))("Python, refused", () => refused("python"));
test.skipIf(!isInstalled("php"))("PHP, refused", () => refused("php"));

test("WhatsApp with curl", async () => {
  expect(await runExample("bash", 1)).toEqual({});
  const thread = await readThread(services, "16505551234");
  expect(thread?.messages).toMatchObject([{ text: "Hello", author: { name: "Sheena Nelson" } }]);
});
