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
  if (invited && (invited.disabled || hasComeIn(known))) throw new ProblemError("agent_exists");
  const agent = invited ?? (await makeAgent(accounts, known, invitation));
  return {
    agent,
    sign_in_link: await accounts.generatePasswordResetLink(email),
    created: invited === null,
  };
}

/** The emulator tells a time of sign-in for every account, so the way in counts too: a password, or a provider. */
const hasComeIn = ({ metadata, providerData }: UserRecord) =>
  Boolean(metadata.lastSignInTime) && providerData.length > 0;

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

/** The admin vouches for the address; there is no password before the link made one. */
function create(accounts: Accounts, email: string): Promise<UserRecord> {
  return accounts.createUser({ email, emailVerified: true });
}
