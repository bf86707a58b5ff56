// npm run make-agent -- someone@example.com --role admin [--project my-project] [--create [--password …]]
import { parseArgs } from "node:util";
import { initializeApp } from "firebase-admin/app";
import { type Auth, getAuth, type UserRecord } from "firebase-admin/auth";
import { chooseAuth } from "./choose-auth.ts";

const USAGE = `Makes somebody an agent, so that they can sign in to the dashboard.

  npm run make-agent -- EMAIL [--role agent|admin|none] [--project PROJECT] [--create] [--password PASSWORD]

  --role      agent (default), admin, or none, which takes the role away
  --project   default: the local stack's, demo-live-chat; another one is reached with your Google credentials
  --create    makes the account if there is none, and prints a link to choose a password
  --password  with --create: the account's password, instead of the link`;

const ROLES = ["agent", "admin", "none"];

/** What goes wrong and is the caller's to mend: told without a stack. */
class UsageError extends Error {}

async function main(args: string[]): Promise<void> {
  if (args.includes("--help")) return console.log(USAGE);
  const { email, role, project, create, password } = readArguments(args);
  const { where } = await chooseAuth(project, process.env);
  const auth = getAuth(initializeApp({ projectId: project }));

  const found = await findUser(auth, email);
  if (!found && !create) {
    throw new UsageError(
      `${project} has no account ${email}. Let them sign in once, or make the account now: add --create.`,
    );
  }
  const user =
    found ?? (await auth.createUser({ email, emailVerified: true, ...(password && { password }) }));
  await giveRole(auth, user, role);
  console.log(
    role === "none" ? `${email} has no role any more (${where}).` : `${email} is ${role} (${where}).`,
  );
  if (!found && !password)
    console.log(`To choose a password: ${await auth.generatePasswordResetLink(email)}`);
  else if (found)
    console.log("Who is signed in already gets it with their next sign-in, or within the hour.");
}

function readArguments(args: string[]) {
  const options = {
    role: { type: "string", default: "agent" },
    project: { type: "string", default: process.env.GCLOUD_PROJECT || "demo-live-chat" },
    create: { type: "boolean", default: false },
    password: { type: "string" },
  } as const;
  const { values, positionals } = parse(() => parseArgs({ args, options, allowPositionals: true }));
  const [email, ...others] = positionals;
  if (!email || others.length > 0) throw new UsageError(USAGE);
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new UsageError(`"${email}" is not an e-mail address.`);
  if (!ROLES.includes(values.role)) throw new UsageError(`--role must be one of ${ROLES.join(", ")}.`);
  if (values.password && !values.create) throw new UsageError("--password goes with --create.");
  if (values.password && values.password.length < 6) {
    throw new UsageError("--password must have at least 6 characters.");
  }
  return { email, ...values };
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function findUser(auth: Auth, email: string): Promise<UserRecord | null> {
  try {
    return await auth.getUserByEmail(email);
  } catch (error) {
    if ((error as { code?: string }).code === "auth/user-not-found") return null;
    throw error;
  }
}

/** Other claims stay as they are. */
async function giveRole(auth: Auth, { uid, customClaims }: UserRecord, role: string): Promise<void> {
  const { role: _before, ...others } = customClaims ?? {};
  await auth.setCustomUserClaims(uid, role === "none" ? others : { ...others, role });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  if (isRefused(error)) {
    console.error("Sign in first: gcloud auth application-default login, with rights in that project.");
  }
  process.exitCode = 1;
}

/** Whether Google, not we, said no. */
function isRefused(error: unknown): boolean {
  const { code, message } = error as Error & { code?: string };
  return code?.startsWith("app/") || /credential|permission|ENOTFOUND/i.test(message);
}
