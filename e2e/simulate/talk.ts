import { pickBy } from "../support/pick-by.ts";
import { until } from "../support/until.ts";
import type { Agent } from "./agent.ts";
import { AGENT_ACTS, AGENT_TOUCHES } from "./agent-acts.ts";
import { CUSTOMER_ACTS, CUSTOMER_TOUCHES } from "./customer-acts.ts";
import type { ChatMessage, CustomerPhone } from "./customer-phone.ts";

/** One conversation under way, as both who hold it know it. */
export type Talk = {
  phone: CustomerPhone;
  agent: Agent;
  conversationId: string;
  random: () => number;
  /** What the customer wrote and may still change. */
  written: ChatMessage[];
  /** When each message was last reacted to or edited: WhatsApp's times tell seconds apart, not less. In seconds. */
  touched: Map<string, number>;
};

const TOUCHES = [...CUSTOMER_TOUCHES, ...AGENT_TOUCHES];

/** A customer writes for the first time; resolves when the agent has the conversation. */
export async function beginTalk(agent: Agent, phone: CustomerPhone, random = Math.random): Promise<Talk> {
  await phone.writes(`${phone.name} says hello`);
  const conversation = await until(() => agent.findConversation(phone.name), Boolean, 60_000);
  return resumeTalk(agent, phone, conversation!.conversation_id, random);
}

/** A conversation that there is already. */
export function resumeTalk(
  agent: Agent,
  phone: CustomerPhone,
  conversationId: string,
  random = Math.random,
): Talk {
  return { phone, agent, conversationId, random, written: [], touched: new Map() };
}

/**
 * Both sides write `count` messages as fast as they are taken, without waiting for each other, and touch what is
 * there: answer, react, edit, take back, read. Each text occurs once. `tell` is called for each message.
 */
export async function talk(it: Talk, count: number, tell = () => {}): Promise<void> {
  const { phone, random } = it;
  for (let i = 1; i <= count; i++) {
    const text = `${phone.name}, message ${i}`;
    const act = pickBy(random, random() < 0.5 ? CUSTOMER_ACTS : AGENT_ACTS);
    await act(it, text);
    tell();
    await pickBy(random, TOUCHES)(it);
  }
  await phone.set({ online: true });
  await phone.reads();
}
