import type { StreamPosition } from "./state.ts";

export type ConnectionState =
  | { state: "live" }
  | { state: "catching-up" }
  | { state: "reconnecting"; retryAt: number }
  | { state: "offline" }
  | { state: "denied" };

/**
 * What the header says, computed from the stream alone: live means that nothing in the log is newer than what
 * is on the screen, as far as the last heartbeat can tell.
 */
export function connectionState({ link, applied, head }: StreamPosition): ConnectionState {
  if (link.state === "waiting") return { state: "reconnecting", retryAt: link.retryAt };
  if (link.state === "offline" || link.state === "denied") return { state: link.state };
  if (link.state === "connecting") return { state: "catching-up" };
  return isBehind(applied, head) ? { state: "catching-up" } : { state: "live" };
}

/** Ids are `<epoch>/<milliseconds>-<number>`. Another epoch can't be compared: that means behind. */
function isBehind(applied: string | null, head: string | null): boolean {
  if (head === null || applied === head) return false;
  if (applied === null) return true;
  const [appliedEpoch, appliedId = ""] = splitAtLast(applied);
  const [headEpoch, headId = ""] = splitAtLast(head);
  if (appliedEpoch !== headEpoch) return true;
  const [appliedTime = 0, appliedCount = 0] = appliedId.split("-").map(Number);
  const [headTime = 0, headCount = 0] = headId.split("-").map(Number);
  return appliedTime < headTime || (appliedTime === headTime && appliedCount < headCount);
}

function splitAtLast(id: string): [string, string] {
  const slash = id.lastIndexOf("/");
  return [id.slice(0, slash), id.slice(slash + 1)];
}
