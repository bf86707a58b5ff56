import type { AgentRole } from "@live-chat/contract/common.ts";
import { FirebaseError, initializeApp } from "firebase/app";
import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
  onIdTokenChanged,
  signInWithEmailAndPassword,
  signOut,
  type User,
} from "firebase/auth";
import { Unreachable } from "../api/client.ts";
import type { Config } from "../config.ts";
import { rememberAgent, rememberedAgent, watchForgotten } from "../storage/remembered-agent.ts";

export type Agent = { id: string; name: string; email: string; role: AgentRole };

/** Why signing in failed, as far as a person can act on it. */
export type SignInFailure = "wrong" | "disabled" | "too-many" | "offline" | "no-role" | "unknown";
export class SignInError extends Error {
  readonly failure: SignInFailure;
  constructor(failure: SignInFailure, cause: unknown) {
    super(`Signing in failed: ${failure}`, { cause });
    this.name = "SignInError";
    this.failure = failure;
  }
}

const FAILURES: Record<string, SignInFailure> = {
  "auth/invalid-credential": "wrong",
  "auth/invalid-login-credentials": "wrong",
  "auth/invalid-email": "wrong",
  "auth/user-not-found": "wrong",
  "auth/wrong-password": "wrong",
  "auth/user-disabled": "disabled",
  "auth/too-many-requests": "too-many",
  "auth/network-request-failed": "offline",
};

/** Starts Firebase Auth without its popup machinery: agents sign in with an address and a password. */
export function startAuth(config: Config): Auth {
  const { apiKey, projectId, authDomain } = config;
  const auth = initializeAuth(initializeApp({ apiKey, projectId, authDomain }), {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
  });
  if (config.authEmulatorUrl) connectAuthEmulator(auth, config.authEmulatorUrl, { disableWarnings: true });
  return auth;
}

/**
 * Calls back with the agent as soon as it is certain and whenever that changes, or null while nobody is signed in:
 * at once when another tab signs out.
 */
export function watchSession(auth: Auth, onAgent: (agent: Agent | null) => void): () => void {
  const unwatch = watchForgotten(() => onAgent(null));
  const unsubscribe = onIdTokenChanged(auth, async (user) => {
    // An account that can't be looked at is asked to sign in again.
    onAgent(user && (await toAgent(user).catch(() => null)));
  });
  return () => {
    unwatch();
    unsubscribe();
  };
}

/** Signs in. Throws SignInError, also when the account is not an agent's. */
export async function signIn(auth: Auth, email: string, password: string): Promise<void> {
  try {
    const { user } = await signInWithEmailAndPassword(auth, email.trim(), password);
    if (await toAgent(user)) return;
  } catch (error) {
    const code = error instanceof FirebaseError ? error.code : "";
    throw new SignInError(FAILURES[code] ?? "unknown", error);
  }
  await signOut(auth);
  throw new SignInError("no-role", null);
}

/**
 * The current agent's ID token, renewed by Firebase before it ends; `fresh` gets a new one. Throws Unreachable
 * where that needs a network and there is none.
 */
export async function idToken(auth: Auth, fresh = false): Promise<string> {
  await auth.authStateReady();
  if (!auth.currentUser) throw new Error("Nobody is signed in.");
  try {
    return await auth.currentUser.getIdToken(fresh);
  } catch (error) {
    if (error instanceof FirebaseError && error.code === "auth/network-request-failed")
      throw new Unreachable(error);
    throw error;
  }
}

/** The agent behind an account, or null where it isn't one. Without a network: as it was the last time. */
async function toAgent(user: User): Promise<Agent | null> {
  const email = user.email ?? "";
  try {
    const { claims } = await user.getIdTokenResult();
    if (claims.role !== "agent" && claims.role !== "admin") return null;
    const agent: Agent = { id: user.uid, name: user.displayName ?? email, email, role: claims.role };
    rememberAgent(agent);
    return agent;
  } catch (error) {
    const remembered = rememberedAgent();
    if (remembered?.id === user.uid) return remembered;
    throw error;
  }
}
