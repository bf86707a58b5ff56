import { until } from "../support/until.ts";
import type { Agent } from "./agent.ts";
import type { ChatMessage, CustomerPhone } from "./customer-phone.ts";

export type Talk = { phone: CustomerPhone; conversationId: string };

/** A customer writes for the first time; resolves when the agent has the conversation. */
export async function beginTalk(agent: Agent, phone: CustomerPhone): Promise<Talk> {
  await phone.writes(`${phone.name} says hello`);
  const conversation = await until(() => agent.findConversation(phone.name), Boolean, 60_000);
  return { phone, conversationId: conversation!.conversation_id };
}

/**
 * Both sides write `count` messages as fast as they are taken, without waiting for each other; the customer also
 * answers, reacts, edits, takes back and reads. Each text occurs once.
 */
export async function talk(
  agent: Agent,
  { phone, conversationId }: Talk,
  count: number,
  random: () => number,
): Promise<void> {
  const [first] = await agent.messages(conversationId);
  let written: ChatMessage[] = [];
  for (let i = 1; i <= count; i++) {
    const text = `${phone.name}, message ${i}`;
    const dice = random();
    if (dice < 0.4) written.push(await phone.writes(text, await maybeQuote()));
    else if (dice < 0.45) written.push(await phone.sendsPhoto(text));
    else if (dice < 0.9) await agent.sends(conversationId, text);
    else if (dice < 0.95) await agent.sends(conversationId, text, { reply_to: first!.message_id });
    else await agent.sends(conversationId, text, { type: "note" });
    await fiddle(i);
  }
  await phone.reads();

  async function maybeQuote(): Promise<string | undefined> {
    if (random() > 0.2) return undefined;
    return pick(await phone.bubbles())?.id;
  }

  /** One change per message: of two within a second, WhatsApp's times don't tell which was the last. */
  async function fiddle(i: number): Promise<void> {
    const dice = random();
    const own = dice < 0.2 ? pick(written.filter(({ type }) => type === "text")) : undefined;
    if (own && dice < 0.1) await phone.edits(own.id, `${own.text}, edited`);
    else if (own) await phone.revokes(own.id);
    written = written.filter((it) => it !== own);
    if (dice < 0.25 || dice > 0.35) return;
    const theirs = (await phone.bubbles()).filter((it) => it.from === "business" && !it.reactions.customer);
    const liked = pick(theirs);
    if (liked) await phone.reacts(liked.id, i % 2 ? "👍" : "❤️");
    if (dice > 0.3) await phone.reads();
  }

  function pick<T>(all: T[]): T | undefined {
    return all[Math.floor(random() * all.length)];
  }
}
