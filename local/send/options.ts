import { parseArgs } from "node:util";

export type SendOptions = {
  text: string;
  from: string;
  channel: "whatsapp" | "api";
  to: string | null;
  url: string;
};

export const SEND_HELP = `npm run send -- "Hello" --from "Ana" [options]    a customer writes to the running stack

  --from NAME            a name, or a phone number
  --channel CHANNEL      whatsapp (default) or api, the webhook for any other system
  --to ACCOUNT           our side: WhatsApp's phone number id, or the source's id
  --port-offset N        to a stack that was started with it
  --url URL              to any other; default http://localhost:3000`;

/** Returns null where help is wanted. Throws an Error with a sentence for the user. */
export function parseSendOptions(args: string[]): SendOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      from: { type: "string", default: "Ana" },
      channel: { type: "string", default: "whatsapp" },
      to: { type: "string" },
      url: { type: "string" },
      "port-offset": { type: "string", default: "0" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const text = positionals.join(" ");
  if (text.trim() === "") throw new Error(`Say what to send.\n\n${SEND_HELP}`);
  if (values.from.trim() === "") throw new Error("--from must not be empty.");
  const { channel } = values;
  if (channel !== "whatsapp" && channel !== "api") throw new Error("--channel must be whatsapp or api.");
  if (!/^-?\d{1,5}$/.test(values["port-offset"])) throw new Error("--port-offset must be a whole number.");
  const url = values.url ?? `http://localhost:${3000 + Number(values["port-offset"])}`;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    throw new Error(`--url must be a web address, not "${url}".`);
  return { text, from: values.from.trim(), channel, to: values.to ?? null, url: url.replace(/\/+$/, "") };
}
