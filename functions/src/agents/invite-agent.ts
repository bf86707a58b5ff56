import { randomBytes } from "node:crypto";
import type { Agent, InviteAgentBody } from "@live-chat/contract/agents.ts";
import type { UserRecord } from "firebase-admin/auth";
import { ProblemError } from "../problem.ts";
import { type Accounts, orNull, toAgent } from "./agent-accounts.ts";

type Invited = { agent: Agent; sign_in_link: string; created: boolean };

/**
 * Makes somebody an agent, with a link by which they choose their password. Who was invited but never came gets a
 * new link, `created: false`. Throws `agent_exists`; Auth's errors.
 */
export async function inviteAgent(accounts: Accounts, invitation: InviteAgentBody): Promise<Invited> {
  const { email } = invitation;
  const known = await orNull(accounts.getUserByEmail(email));
  const invited = known && toAgent(known);
  if (invited && (known.metadata.lastSignInTime || invited.disabled)) throw new ProblemError("agent_exists");
  const agent = invited ?? (await makeAgent(accounts, known, invitation));
  return {
    agent,
    sign_in_link: await accounts.generatePasswordResetLink(email),
    created: invited === null,
  };
}

async function makeAgent(
  accounts: Accounts,
  known: UserRecord | null,
  { email, name, role }: InviteAgentBody,
): Promise<Agent> {
  const { uid } = (await trusted(accounts, known)) ?? (await create(accounts, email));
  await accounts.setCustomUserClaims(uid, { role });
  await accounts.updateUser(uid, { disabled: false, ...(name !== undefined && { displayName: name }) });
  return toAgent(await accounts.getUser(uid))!;
}

/**
 * Anybody can open an account with anybody's address. One whose address was never proven may belong to a stranger
 * who waits to be made an agent by mistake: it goes.
 */
async function trusted(accounts: Accounts, known: UserRecord | null): Promise<UserRecord | null> {
  if (!known || known.emailVerified) return known;
  await accounts.deleteUser(known.uid);
  return null;
}

/** The admin vouches for the address; nobody knows the password that the link replaces. */
async function create(accounts: Accounts, email: string): Promise<UserRecord> {
  const password = randomBytes(24).toString("base64url");
  return accounts.createUser({ email, emailVerified: true, password });
}
