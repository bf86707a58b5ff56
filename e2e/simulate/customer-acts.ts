import { pick } from "../support/pick-by.ts";
import type { ChatMessage } from "./customer-phone.ts";
import { type MadeKind, makeFile } from "./made-file.ts";
import type { Talk } from "./talk.ts";

type Act = (talk: Talk, text: string) => Promise<unknown>;
type Touch = (talk: Talk) => Promise<unknown>;

const DAY = 24 * 60 * 60_000;
const EMOJI = ["👍", "❤️", "😂", "🙏"];

/** What a customer writes and how often; each is like no other by its text, its name or its bytes. */
export const CUSTOMER_ACTS: readonly [weight: number, act: Act][] = [
  [32, async (talk, text) => talk.written.push(await talk.phone.writes(text))],
  [8, writesAnswer],
  [3, (talk, text) => sends(talk, "photo", text, text)],
  [1, (talk, text) => sends(talk, "photo", text)],
  [3, (talk, text) => sends(talk, "voice", text)],
  [2, (talk, text) => sends(talk, "document", text, text)],
  [1, (talk, text) => sends(talk, "video", text)],
  [1, (talk, text) => sends(talk, "sticker", text)],
  [1, ({ phone }, text) => phone.sendsPlace(text)],
  [1, ({ phone }, text) => phone.sendsContact(text)],
];

/** What a customer does to what is there, after each message. */
export const CUSTOMER_TOUCHES: readonly [weight: number, touch: Touch][] = [
  [60, async () => {}],
  [10, edits],
  [6, revokes],
  [12, reacts],
  [10, ({ phone }) => phone.reads()],
  [1, ({ phone }) => phone.set({ online: false })],
  [2, ({ phone }) => phone.set({ online: true })],
  // As far as WhatsApp knows, until they write again.
  [0.5, ({ phone }) => phone.wroteAgo(DAY + 60_000)],
];

async function writesAnswer({ phone, random }: Talk, text: string): Promise<unknown> {
  return phone.writes(text, pick(random, await phone.bubbles())?.id);
}

async function sends(talk: Talk, made: MadeKind, name: string, caption?: string): Promise<unknown> {
  return talk.phone.sendsFile(makeFile(made, name), caption);
}

async function edits(talk: Talk): Promise<unknown> {
  const { phone, random, written } = talk;
  const own = pick(random, written);
  if (!own) return undefined;
  return inAnotherSecond(talk, `edit ${own.id}`, () => {
    own.text = `${own.text}, edited`;
    return phone.edits(own.id, own.text!);
  });
}

async function revokes(talk: Talk): Promise<unknown> {
  const own = pick(talk.random, talk.written);
  if (!own) return undefined;
  talk.written = talk.written.filter((it) => it !== own);
  return talk.phone.revokes(own.id);
}

/** Reacts, with something else where there is a reaction already, or takes it back. */
async function reacts(talk: Talk): Promise<unknown> {
  const { phone, random } = talk;
  const there = (await phone.bubbles()).filter(({ revoked }) => !revoked);
  const changed = there.filter((it: ChatMessage) => it.reactions.customer);
  const message = pick(random, random() < 0.5 && changed.length > 0 ? changed : there);
  if (!message) return undefined;
  const before = message.reactions.customer;
  const others = EMOJI.filter((it) => it !== before);
  const emoji = before && random() < 0.4 ? null : pick(random, others)!;
  return inAnotherSecond(talk, `react ${message.id}`, () => phone.reacts(message.id, emoji));
}

/** Of two changes within a second, nobody could tell which was the last: then the second isn't made. */
async function inAnotherSecond({ touched }: Talk, what: string, act: () => Promise<unknown>): Promise<void> {
  const second = () => Math.floor(Date.now() / 1000);
  if ((touched.get(what) ?? 0) >= second()) return;
  await act();
  touched.set(what, second());
}
