import { type AgentDirectory, isStillAllowed } from "@live-chat/core/agent-directory.ts";
import { log } from "@live-chat/core/logger.ts";
import { type Client, hasTurn } from "./client.ts";
import type { FanOut } from "./fan-out-events.ts";

/** ms between looks for streams whose time is over. */
const LIFETIME_CHECK = 1_000;
/** Seconds between looks at one agent; with what the directory remembers, below a minute. */
const AGENT_CHECK = 20;
/** ms within which a client comes back after its stream ended in good order. */
const RETRY_WITHIN = 1_000;

/**
 * When a stream that begins now ends, in ms since 1970: before its token does, and at 80 to 100 % of the time it
 * may have, so that streams which began together don't come back together.
 */
export function chooseEnd(tokenExpiresAt: number, maxStreamTime: number, now = Date.now()): number {
  const most = Math.min(maxStreamTime, tokenExpiresAt - now);
  return Math.floor(now + most * (0.8 + 0.2 * Math.random()));
}

/** Ends streams whose time is over, and those of agents who were disabled, demoted or signed out. */
export function endStreams(fanOut: FanOut, directory: AgentDirectory): { stop(): void } {
  let second = 0;
  const timer = setInterval(() => {
    const now = Date.now();
    // Each second another part of the agents: all at once would hold everything up.
    second = (second + 1) % AGENT_CHECK;
    const due: Client[] = [];
    for (const client of fanOut.clients) {
      if (client.endsAt <= now + LIFETIME_CHECK) client.end("lifetime", Math.random() * RETRY_WITHIN);
      if (client.isStuck(now)) client.socket.destroy();
      if (hasTurn(client, second, AGENT_CHECK)) due.push(client);
    }
    void endRemovedAgents(due, directory);
  }, LIFETIME_CHECK);

  return { stop: () => clearInterval(timer) };
}

/** Auth out of reach ends nobody's stream; the token's own end does, at the latest. */
export async function endRemovedAgents(clients: readonly Client[], directory: AgentDirectory): Promise<void> {
  const failures = new Set<string>();
  const check = async (client: Client) => {
    try {
      const record = await directory.check(client.agent.id);
      if (!isStillAllowed(client.agent, record)) client.end("agent_removed", RETRY_WITHIN);
    } catch (error) {
      failures.add((error as Error).message);
    }
  };
  await Promise.all(clients.map(check));
  if (failures.size > 0) log("WARNING", "agents not checked", { errors: [...failures] });
}
