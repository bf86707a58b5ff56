import * as v from "valibot";
import { agentRole, id } from "./common.ts";

export const MAX_PINNED = 50;
export const MAX_PREFERENCES = 50;

/** Small things that the dashboard remembers for an agent on every device: theme, language, sound … */
export const preferences = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
export type Preferences = v.InferOutput<typeof preferences>;

export const me = v.object({
  id,
  name: v.nullable(v.string()),
  email: v.nullable(v.string()),
  role: agentRole,
  /** Conversations to keep at the top, in this order. */
  pinned: v.array(id),
  preferences,
});
export type Me = v.InferOutput<typeof me>;

const preferenceName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/, "lower case, digits and _"));
const preference = v.union([
  v.pipe(v.string(), v.maxLength(200)),
  v.pipe(v.number(), v.finite("a finite number")),
  v.boolean(),
]);

export const updateMeBody = v.pipe(
  v.strictObject({
    /** Replaces those before. */
    pinned: v.optional(v.pipe(v.array(id), v.maxLength(MAX_PINNED))),
    /** Joined to those before; null takes one away. */
    preferences: v.optional(
      v.pipe(v.record(preferenceName, v.nullable(preference)), v.maxEntries(MAX_PREFERENCES)),
    ),
  }),
  v.check((body) => Object.keys(body).length > 0, "at least one of pinned, preferences"),
);
export type UpdateMeBody = v.InferOutput<typeof updateMeBody>;

export const meAnswer = v.object({ me });
