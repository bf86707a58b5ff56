import type { Message } from "@live-chat/contract/message.ts";
import { seededRandom } from "../support/seeded-random.ts";
import type { Agent } from "./agent.ts";
import { orderReady } from "./agent-acts.ts";
import type { StatusRecord } from "./status-record.ts";

/** After so many attempts an agent gives up. */
const MOST_ATTEMPTS = 3;

/**
 * Has an agent do what the dashboard offers for messages that failed or are unconfirmed: sends every other one again,
 * sometimes twice at once, and a template where the window closed. Returns what it did, and when nothing is under way.
 */
export function followUp(agent: Agent, record: StatusRecord, seed: number) {
  const random = seededRandom(seed);
  const did = { retries: 0, templates: 0, problems: [] as string[] };
  const underWay = new Set<Promise<void>>();
  const seen = new Set<string>();

  record.onChange = (message) => {
    if (message.direction !== "outbound" || message.attempt >= MOST_ATTEMPTS) return;
    if (message.status !== "failed" && message.status !== "unconfirmed") return;
    const attempt = `${message.message_id}/${message.attempt}`;
    if (seen.has(attempt)) return;
    seen.add(attempt);
    if (random() < 0.5) return;
    const work = help(message).catch((error: Error) => void did.problems.push(error.message));
    underWay.add(work);
    void work.then(() => underWay.delete(work));
  };

  async function help(message: Message): Promise<void> {
    if (message.error?.action === "send_template") {
      did.templates++;
      await agent.sendsTemplate(message.conversation_id, orderReady(`instead of ${message.message_id}`));
      return;
    }
    const clicks = random() < 0.3 ? [message, message] : [message];
    const [done] = await Promise.all(clicks.map((it) => agent.retries(it)));
    if (done) did.retries++;
  }

  return {
    did,
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
