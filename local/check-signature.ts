/** `npm run check-signature -- …`: says why a webhook's signature is refused, without sending it anywhere. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { explainSignature } from "./check-signature/explain-signature.ts";

const HELP = `npm run check-signature -- --secret whsec_… --body FILE --header "NAME: VALUE" …

  --secret      of the source; better in the variable SECRET, where it doesn't stay in the shell's history
  --body        the file with the very bytes that were posted; "-" reads the standard input
  --sent        a file with the bytes that the sender signed, if you can get them: then it is sure whether the secret is
                wrong or the body was altered, and where
  --header, -H  webhook-id, webhook-timestamp and webhook-signature, as they were posted
  --at          when they came, ISO 8601; by default now`;

const OPTIONS = {
  secret: { type: "string" },
  body: { type: "string" },
  sent: { type: "string" },
  header: { type: "string", short: "H", multiple: true },
  at: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

try {
  const { values } = parseArgs({ options: OPTIONS });
  const { secret = process.env.SECRET, body, sent: signed, header = [], at, help } = values;
  if (help || !secret || !body) {
    console.log(HELP);
    process.exitCode = help ? 0 : 2;
  } else {
    const now = at === undefined ? Date.now() : Date.parse(at);
    if (Number.isNaN(now)) throw new Error(`--at ${at} is no time, such as 2026-11-22T14:00:00Z.`);
    const bytes = readFileSync(body === "-" ? 0 : body);
    const sent = signed === undefined ? undefined : readFileSync(signed);
    const headers = parseHeaders(header);
    const { code, text } = explainSignature({ headers, body: bytes, sent, secret, now });
    console.log(`${code}: ${text}`);
    process.exitCode = code === "ok" ? 0 : 1;
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

/** Throws for what is no header. */
function parseHeaders(lines: string[]): Record<string, string> {
  const pairs = lines.map((line) => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line.trim()) ?? [];
    if (!name) throw new Error(`--header "${line}" isn't like "webhook-id: msg_1".`);
    return [name.toLowerCase(), value!.trim()];
  });
  return Object.fromEntries(pairs);
}
