import * as v from "valibot";
import { count, id } from "./common.ts";

/** How long "is typing" holds, in ms, unless it is said again; say it every half of that. */
export const TYPING_TTL = 6_000;
/** How long an agent counts as present, in ms, unless they say so again; say it every third of that. */
export const PRESENCE_TTL = 60_000;

export const typing = v.object({
  conversation_id: id,
  author: v.object({ kind: v.picklist(["agent", "customer"]), id: v.string(), name: v.nullable(v.string()) }),
  typing: v.boolean(),
  /** ms after which to forget it. */
  ttl: v.optional(count, TYPING_TTL),
});
export type Typing = v.InferOutput<typeof typing>;

export const presence = v.object({
  agent: v.object({ id: v.string(), name: v.nullable(v.string()) }),
  /** The conversation on the agent's screen, if any. */
  conversation_id: v.nullable(id),
  status: v.picklist(["online", "offline"]),
  /** ms after which to forget it. */
  ttl: v.optional(count, PRESENCE_TTL),
});
export type Presence = v.InferOutput<typeof presence>;

/** Events that are told to whoever listens just now, and nowhere kept. */
export const ephemeralEvent = v.variant("event", [
  v.object({ event: v.literal("typing"), data: typing }),
  v.object({ event: v.literal("presence"), data: presence }),
]);
export type EphemeralEvent = v.InferOutput<typeof ephemeralEvent>;

export const typingBody = v.strictObject({ typing: v.boolean() });
export const presenceBody = v.strictObject({
  conversation_id: v.nullable(id),
  status: v.optional(v.picklist(["online", "offline"]), "online"),
});
/** Everyone who is present now, the asking agent too. */
export const presenceAnswer = v.object({ present: v.array(presence) });
export type PresenceAnswer = v.InferOutput<typeof presenceAnswer>;
