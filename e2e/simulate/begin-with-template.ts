import { until } from "../support/until.ts";
import type { Agent, RefusedError } from "./agent.ts";
import { orderReady } from "./agent-acts.ts";
import type { CustomerPhone } from "./customer-phone.ts";
import { resumeTalk, type Talk } from "./talk.ts";

/** An agent begins: with a template, as nothing else is let through until the customer answers. */
export async function beginWithTemplate(
  agent: Agent,
  customer: CustomerPhone,
  phone: string,
  random: () => number,
): Promise<Talk> {
  const { conversation_id: conversationId } = await agent.startsConversation(phone, customer.name);
  const code = await agent.sends(conversationId, "Hello?").then(
    () => "sent",
    (error: RefusedError) => error.code,
  );
  if (code !== "window_closed") throw new Error(`A text to somebody who never wrote was answered ${code}`);
  await agent.sendsTemplate(conversationId, orderReady(`for ${customer.name}`));
  await customer.writes(`${customer.name} answers`);
  await until(
    () => agent.messages(conversationId),
    (messages) => messages.some(({ direction }) => direction === "inbound"),
    60_000,
    250,
  );
  return resumeTalk(agent, customer, conversationId, random);
}
