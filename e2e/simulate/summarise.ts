import type { Sides } from "./compare-sides.ts";

/** Pure. What there was, in numbers. */
export function summarise(all: Sides[]) {
  const messages = all.flatMap((sides) => sides.messages);
  const sends = all.flatMap((sides) => sides.sends);
  const files = all.reduce((sum, { here }) => sum + here.size, 0);
  const outbound = messages.filter(({ direction }) => direction === "outbound");
  return {
    conversations: all.length,
    messages: messages.length,
    types: countBy(messages.map(({ type, direction }) => `${direction} ${type}`)),
    ends: countBy(outbound.map(({ status }) => status)),
    files_compared: files,
    edited: messages.filter(({ edited_at }) => edited_at).length,
    revoked: messages.filter(({ revoked_at }) => revoked_at).length,
    reactions: messages.filter(({ reactions }) => reactions.length > 0).length,
    our_reactions: countBy(
      messages.flatMap(({ reactions }) =>
        reactions.flatMap(({ author, status }) =>
          author.kind === "customer" ? [] : [status ?? "on a note"],
        ),
      ),
    ),
    sends: sends.length,
    sent_twice: sends.length - new Set(sends.map(({ opaque }) => opaque)).size,
    sent_again_by_an_agent: outbound.filter(({ attempt }) => attempt > 1).length,
    refused_with: countBy(all.flatMap(({ refusals }) => refusals.map(({ code }) => `${code}`))),
    failed_with: countBy(outbound.flatMap(({ error, status }) => (status === "failed" ? [error!.code] : []))),
  };
}

function countBy(names: string[]): Record<string, number> {
  const groups = [...Map.groupBy(names, (it) => it)].map(([name, all]) => [name, all.length] as const);
  return Object.fromEntries(groups.sort(([, one], [, other]) => other - one));
}
