import * as v from "valibot";
import { agentRole, id } from "./common.ts";

/** An agent as colleagues see them; admins see the address too. */
export const agent = v.object({
  id,
  name: v.nullable(v.string()),
  role: agentRole,
  /** Signed out and kept out, until an admin lets them in again. */
  disabled: v.boolean(),
  email: v.optional(v.nullable(v.string())),
});
export type Agent = v.InferOutput<typeof agent>;

export const agentName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));
const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(254), v.email("an e-mail address"));

export const inviteAgentBody = v.strictObject({ email, name: v.optional(agentName), role: agentRole });
export type InviteAgentBody = v.InferOutput<typeof inviteAgentBody>;

export const updateAgentBody = v.pipe(
  v.strictObject({
    role: v.optional(agentRole),
    disabled: v.optional(v.boolean()),
    name: v.optional(agentName),
  }),
  v.check((body) => Object.keys(body).length > 0, "at least one of role, disabled, name"),
);
export type UpdateAgentBody = v.InferOutput<typeof updateAgentBody>;

/** By name. */
export const agentsAnswer = v.object({ agents: v.array(agent) });
export const agentAnswer = v.object({ agent });
/** `sign_in_link` lets whoever has it choose the new agent's password, once: hand it to them alone. */
export const invitedAgentAnswer = v.object({ agent, sign_in_link: v.string() });
