import type { Message } from "@live-chat/contract/message.ts";
import { until } from "../support/until.ts";
import type { Agent } from "./agent.ts";
import { compareSides } from "./compare-sides.ts";
import type { Phones } from "./customer-phone.ts";
import type { Talk } from "./talk.ts";

/** Resolves with what agents see, once no difference is left; throws with the differences after `patience` ms. */
export async function untilSidesAgree(
  agent: Agent,
  phones: Phones,
  { phone, conversationId }: Talk,
  patience: number,
): Promise<Message[]> {
  let messages: Message[] = [];
  await until(
    async () => {
      const [bubbles, sends] = await Promise.all([phone.bubbles(), phones.sends()]);
      messages = await agent.messages(conversationId);
      return compareSides({ messages, bubbles, sends });
    },
    (differences) => differences.length === 0,
    patience,
  );
  return messages;
}
