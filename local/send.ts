/** `npm run send -- "Hello" --from "Ana"`: posts a properly signed webhook, so that anyone can see a message arrive. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parseSendOptions, SEND_HELP, type SendOptions } from "./send/options.ts";
import { messagesWebhook, type SignedWebhook, whatsAppWebhook } from "./send/webhooks.ts";

/** The demo data's first business number. */
const DEMO_NUMBER = "108000000000001";
const DEMO_SOURCE = "demo";

try {
  const options = parseSendOptions(process.argv.slice(2));
  if (options) await post(options.url, sign(options));
  else console.log(SEND_HELP);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function sign({ text, from, channel, to }: SendOptions): SignedWebhook {
  const secrets = parseEnv(readFileSync(join(import.meta.dirname, "../functions/.secret.local"), "utf8"));
  const message = { text, from, at: new Date() };
  if (channel === "whatsapp") {
    return whatsAppWebhook({ ...message, account: to ?? DEMO_NUMBER }, secrets.WHATSAPP_APP_SECRET!);
  }
  const account = to ?? DEMO_SOURCE;
  const source = JSON.parse(secrets.WEBHOOK_SOURCES!)[account];
  if (!source) throw new Error(`There is no source "${account}" in functions/.secret.local.`);
  return messagesWebhook({ ...message, account }, source.secrets[0]);
}

/** Prints what the interface said; sets the exit code where that isn't success. */
async function post(url: string, { path, headers, body }: SignedWebhook): Promise<void> {
  const began = performance.now();
  const answer = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  }).catch(() => null);
  if (!answer) throw new Error(`Nothing answers at ${url}. Is \`npm start\` running?`);
  const text = await answer.text();
  console.log(`POST ${path} → ${answer.status} in ${Math.round(performance.now() - began)} ms`);
  if (text) console.log(text);
  if (!answer.ok) process.exitCode = 1;
}
