import type { OwnNumber } from "@live-chat/contract/channels.ts";
import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";
import type { State } from "../state/state.ts";

/** Our numbers to write from; where the channel can't be asked, those that conversations came by. */
export async function ownNumbers(app: App): Promise<OwnNumber[]> {
  const { numbers } = await app.api.listNumbers().catch(() => ({ numbers: [] }));
  return numbers.length > 0 ? numbers : numbersInUse(app.store.state.peek());
}

function numbersInUse({ conversations }: State): OwnNumber[] {
  const accounts = [...conversations.values()].filter((one) => one.channel === "whatsapp");
  const ids = [...new Set(accounts.map((one) => one.account))];
  return ids.map((account) => ({ channel: "whatsapp", account, phone: account, name: null }));
}

/** The conversation with a phone number, new or known. Returns its id. Throws what the request throws. */
export async function startConversation(
  app: App,
  from: OwnNumber,
  phone: string,
  name: string,
): Promise<string> {
  const given = name.trim();
  const { conversation } = await app.api.startConversation({
    ...{ channel: "whatsapp", account: from.account, phone },
    ...(given && { name: given }),
  });
  app.store.change((state) => mergeConversations(state, [conversation]));
  return conversation.conversation_id;
}
