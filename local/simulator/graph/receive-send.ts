import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Simulator } from "../simulator.ts";
import type { Account } from "../world.ts";
import { acceptMessage } from "./accept-message.ts";
import { checkMessage } from "./check-message.ts";
import { isErrorCode } from "./error-codes.ts";
import { GraphError } from "./graph-error.ts";
import type { RateLimit } from "./rate-limit.ts";

/** One send that was refused, for whoever wants to compare both sides. */
export type Refusal = { account: string; opaque: string | null; code: number };

/**
 * Takes a send's JSON and answers as Graph does, if chaos lets it. Returns `cut` where the connection is to break and
 * `silence` where no answer is to come. Throws the GraphError of a refusal.
 */
export async function receiveSend(
  simulator: Simulator,
  limit: RateLimit,
  request: IncomingMessage,
  { id, display_phone_number }: Account,
  body: unknown,
): Promise<object | "cut" | "silence"> {
  const { chaos, refusals, media } = simulator;
  const { lose_request, lose_answer, no_answer, rate_limit, slow } = chaos.settings;
  const happens = (share: number, what: string) => chaos.chance(share, `${what} ${id}`);
  if (happens(lose_request, "lose request")) return "cut";
  const silent = happens(no_answer, "no answer");
  if (silent && chaos.random(`forget ${id}`) < 0.5) return "silence";
  const hold = async (when: "before" | "after") => {
    simulator.inHand[when]++;
    await sleep((slow / 2) * chaos.random(`slow ${when} ${id}`), null, { ref: false });
    simulator.inHand[when]--;
    if (request.socket.destroyed) simulator.cuts[when]++;
  };
  await hold("before");
  if (request.socket.destroyed) return "cut";
  try {
    if (!limit.take(id, rate_limit)) throw new GraphError(130429);
    const checked = checkMessage(body, display_phone_number, media);
    refuseByChaos(simulator, id);
    const answer = acceptMessage(simulator, id, checked);
    await hold("after");
    if (silent) return "silence";
    return happens(lose_answer, "lose answer") ? "cut" : answer;
  } catch (error) {
    if (error instanceof GraphError) refusals.push({ account: id, opaque: opaqueOf(body), code: error.code });
    throw error;
  }
}

function refuseByChaos({ chaos }: Simulator, account: string): void {
  const { error_code, error_share, error_by } = chaos.settings;
  if (error_by !== "answer" || error_code === null || !isErrorCode(error_code)) return;
  if (chaos.chance(error_share, `error ${account}`)) throw new GraphError(error_code);
}

function opaqueOf(body: unknown): string | null {
  const { biz_opaque_callback_data } = (body ?? {}) as { biz_opaque_callback_data?: unknown };
  return typeof biz_opaque_callback_data === "string" ? biz_opaque_callback_data : null;
}
