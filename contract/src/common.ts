import * as v from "valibot";

/** Time on the wire: ISO 8601, UTC, milliseconds: `2026-11-22T13:56:13.042Z`. Sorts as text. */
export const isoTime = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "an ISO 8601 UTC time with milliseconds"),
);

/** An id of ours: conversation, message. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));

/** A whole number from 0: sequence numbers, versions, counts. */
export const count = v.pipe(v.number(), v.integer("a whole number"), v.minValue(0));

export const channelName = v.picklist(["whatsapp", "api"]);
export type ChannelName = v.InferOutput<typeof channelName>;

export const agentRole = v.picklist(["agent", "admin"]);
export type AgentRole = v.InferOutput<typeof agentRole>;
