import type { Auth } from "firebase/auth";
import { signOut } from "firebase/auth";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Agent, idToken, watchSession } from "../auth/session.ts";
import type { Config } from "../config.ts";
import { startDashboard } from "../start-dashboard.ts";
import { AppContext } from "./app-context.ts";
import { Dashboard } from "./dashboard.tsx";
import { SignIn } from "./sign-in.tsx";
import { StartScreen } from "./start-screen.tsx";

/** Signed in or not: everything else follows from that. */
export function Root({ auth, config }: { auth: Auth; config: Config }) {
  const [agent, setAgent] = useState<Agent | null | undefined>(undefined);
  useEffect(
    () => watchSession(auth, (next) => setAgent((old) => (sameAgent(old, next) ? old : next))),
    [auth],
  );
  if (agent === undefined) return <StartScreen />;
  if (agent === null) return <SignIn auth={auth} demo={config.authEmulatorUrl !== null} />;
  return <SignedIn key={agent.id} agent={agent} auth={auth} config={config} />;
}

function SignedIn({ agent, auth, config }: { agent: Agent; auth: Auth; config: Config }) {
  const dashboard = useMemo(() => startDashboard(agent, config, (fresh) => idToken(auth, fresh)), [agent.id]);
  useEffect(() => dashboard.stop, [dashboard]);
  const leave = async () => {
    dashboard.stop();
    await dashboard.wipe();
    await signOut(auth);
  };
  return (
    <AppContext.Provider value={dashboard.app}>
      <Dashboard onSignOut={() => void leave()} />
    </AppContext.Provider>
  );
}

function sameAgent(a: Agent | null | undefined, b: Agent | null): boolean {
  return a?.id === b?.id && a?.role === b?.role && a?.name === b?.name && a !== undefined;
}
