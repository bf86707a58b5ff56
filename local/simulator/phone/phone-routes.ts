import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import { webmToOgg } from "../../../web/src/media/webm-to-ogg.ts";
import { MEDIA_RULES, type MediaKind } from "../graph/media-rules.ts";
import { HttpError, readBody, sendJson } from "../http.ts";
import type { Simulator } from "../simulator.ts";
import type { Phone } from "./phone.ts";
import type { PhoneChat } from "./phone-chat.ts";
import { PhoneError } from "./phone-error.ts";
import { samplePhoto, samplePhotoNames, sampleVoice } from "./samples.ts";
import { sendBytes } from "./send-bytes.ts";
import { streamChanges } from "./stream-changes.ts";

const LARGEST_FILE = 101 * 1024 * 1024;
const LARGEST_JSON = 1024 * 1024;
/** Bubbles that a phone is given at first. */
const SHOWN = 500;

const text = v.string();
const replyTo = v.optional(text);
/** What can be done in a chat, and what each needs. */
const ACTIONS = {
  text: action(v.strictObject({ text, replyTo }), (chat, it) => chat.text(it.text, it)),
  photo: action(v.strictObject({ photo: text, caption: v.optional(v.nullable(text)), replyTo }), (chat, it) =>
    chat.photo(it.photo, it),
  ),
  voice: action(v.strictObject({ replyTo }), (chat, it) => chat.voice(undefined, it)),
  location: action(
    v.strictObject({
      latitude: v.number(),
      longitude: v.number(),
      name: v.optional(text),
      address: v.optional(text),
      replyTo,
    }),
    (chat, it) => chat.location(it, it),
  ),
  contact: action(v.strictObject({ name: text, phone: text, replyTo }), (chat, it) =>
    chat.contact(it.name, it.phone, it),
  ),
  choose: action(v.strictObject({ message: text, choice: text }), (chat, it) =>
    chat.choose(it.message, it.choice),
  ),
  react: action(v.strictObject({ message: text, emoji: v.nullable(text) }), (chat, it) =>
    chat.react(it.message, it.emoji),
  ),
  edit: action(v.strictObject({ message: text, text }), (chat, it) => chat.edit(it.message, it.text)),
  revoke: action(v.strictObject({ message: text }), (chat, it) => chat.revoke(it.message)),
  read: action(v.strictObject({}), (chat) => chat.read()),
  block: action(v.strictObject({ blocked: v.boolean() }), (chat, it) => chat.block(it.blocked)),
  age: action(v.strictObject({ ms: v.number() }), (chat, it) => chat.age(it.ms)),
};

function action<T>(schema: v.GenericSchema<unknown, T>, run: (chat: PhoneChat, input: T) => unknown) {
  return (chat: PhoneChat, body: unknown) => run(chat, check(schema, body));
}

const newCustomer = v.strictObject({
  name: text,
  phone: v.nullable(text),
  username: v.optional(v.nullable(text)),
});
const customerChange = v.partial(v.strictObject({ online: v.boolean(), read_receipts: v.boolean() }));

/** The phones, over HTTP: `/phone/…`, for the page and for tests in other processes. */
export function phoneRoutes(simulator: Simulator, phone: Phone) {
  const { world, chaos, media, poster } = simulator;

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    try {
      const [, , place = "", first = "", second = "", last = ""] = url.pathname
        .split("/")
        .map(decodeURIComponent);
      const call = `${request.method} ${place}`;
      if (call === "GET events") return streamChanges(simulator, phone, response, first, second);
      if (call === "GET media") return sendFile(request, response, first);
      if (call === "GET samples") return sendBytes(request, response, samplePhoto(first));
      sendJson(response, 200, (await answer(call, first, second, last)) ?? {});
    } catch (error) {
      const known = error instanceof PhoneError || error instanceof HttpError;
      if (!known && !(error instanceof RangeError)) console.error(error);
      sendJson(response, known ? error.status : 400, { error: (error as Error).message });
    }

    async function answer(call: string, first: string, second: string, last: string): Promise<unknown> {
      switch (call) {
        case "GET state":
          return state();
        case "GET sends":
          return simulator.sends.filter(({ opaque }) => !first || opaque?.startsWith(`${first}/`));
        case "GET in-hand":
          return {
            now: { ...simulator.inHand, telling: poster.telling.now },
            cut: { ...simulator.cuts, telling: poster.telling.cut },
          };
        case "GET refusals":
          return simulator.refusals.filter(({ opaque }) => !first || opaque?.startsWith(`${first}/`));
        case "GET chats":
          return phone.chat(second, first).messages.slice(-SHOWN);
        case "POST chats":
          return last === "file"
            ? receiveFile(phone.chat(second, first))
            : act(phone.chat(second, first), last);
        case "POST customers":
          return phone.add(check(newCustomer, await json()));
        case "PATCH customers":
          return phone.set(first, check(customerChange, await json()));
        case "PATCH chaos":
          return chaos.set(await json());
        case "DELETE chaos":
          return chaos.calm();
        default:
          throw new HttpError(404, "There is nothing here.");
      }
    }

    async function act(chat: PhoneChat, name: string): Promise<unknown> {
      const known = Object.hasOwn(ACTIONS, name) ? ACTIONS[name as keyof typeof ACTIONS] : null;
      if (!known) throw new HttpError(404, `A phone can't "${name}".`);
      return known(chat, await json());
    }

    async function json(): Promise<unknown> {
      const body = await readBody(request, LARGEST_JSON);
      try {
        return body.length === 0 ? {} : JSON.parse(body.toString());
      } catch {
        throw new HttpError(400, "The body is not JSON.");
      }
    }

    /** A file's bytes are the body; what kind it is and what goes with it stands in the query. */
    async function receiveFile(chat: PhoneChat): Promise<unknown> {
      const query = url.searchParams;
      const kind = query.get("kind") ?? "";
      if (!Object.hasOwn(MEDIA_RULES, kind)) throw new HttpError(400, `There is no kind "${kind}".`);
      let bytes: Uint8Array = await readBody(request, LARGEST_FILE);
      let mimeType = request.headers["content-type"] ?? "application/octet-stream";
      // Browsers record WebM, phones record Ogg.
      if (kind === "audio" && mimeType.startsWith("audio/webm")) {
        bytes = webmToOgg(bytes);
        mimeType = "audio/ogg; codecs=opus";
      }
      const file = { bytes, mimeType, name: query.get("name") };
      const more = {
        caption: query.get("caption"),
        voice: query.has("voice"),
        replyTo: query.get("replyTo") ?? undefined,
      };
      return chat.file(kind as MediaKind, file, more);
    }
  };

  function state() {
    return {
      accounts: [...world.accounts.values()],
      customers: phone.customers(),
      chats: world.chats().map(({ messages, ...chat }) => ({ ...chat, last: messages.at(-1) ?? null })),
      chaos: chaos.settings,
      photos: samplePhotoNames(),
      webhooks: { ...poster.counts, pending: poster.pending },
      now: simulator.now(),
    };
  }

  function sendFile(request: IncomingMessage, response: ServerResponse, id: string): void {
    const file = id === "voice" ? sampleVoice() : media.get(id);
    if (!file) throw new HttpError(404, "There is no such file.");
    const mimeType = "mimeType" in file ? file.mimeType : file.mime_type;
    sendBytes(request, response, { bytes: file.bytes, mimeType });
  }
}

function check<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new HttpError(400, `${v.getDotPath(issue) ?? "The body"}: ${issue.message}`);
}
