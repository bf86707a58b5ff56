import { isAfter } from "../live/event-id.ts";
import type { Link } from "../live/receive-events.ts";
import type { State, StreamPosition } from "./state.ts";

export type ConnectionState =
  | { state: "live" }
  | { state: "catching-up" }
  /** `retryAt` in ms since 1970; 0 = just now. */
  | { state: "reconnecting"; retryAt: number }
  | { state: "offline" }
  | { state: "denied" };

/** Notes how the link stands. Whatever was known of the log's head holds for one connection only. */
export function applyLink(state: State, link: Link): State {
  const head = link.state === "open" ? state.stream.head : null;
  return { ...state, stream: { ...state.stream, link, head } };
}

/**
 * What the header says, computed from the stream alone: live means that nothing in the log is newer than what
 * is on the screen, and that nothing on the screen is waiting to be fetched again.
 */
export function connectionState(state: Pick<State, "stream" | "unconfirmed" | "threads" | "openId">) {
  const connection = streamState(state.stream);
  return connection.state === "live" && isDoubtful(state) ? CATCHING_UP : connection;
}

const CATCHING_UP: ConnectionState = { state: "catching-up" };

function streamState({ link, applied, head }: StreamPosition): ConnectionState {
  if (link.state === "waiting") return { state: "reconnecting", retryAt: link.retryAt };
  if (link.state === "offline" || link.state === "denied") return { state: link.state };
  if (link.state === "connecting") return link.again ? { state: "reconnecting", retryAt: 0 } : CATCHING_UP;
  if (head === null || applied === null || isAfter(head, applied)) return CATCHING_UP;
  return { state: "live" };
}

function isDoubtful({ unconfirmed, threads, openId }: Pick<State, "unconfirmed" | "threads" | "openId">) {
  return unconfirmed.size > 0 || (openId !== null && threads.get(openId)?.unconfirmed === true);
}
