import type { Auth } from "firebase/auth";
import { signOut } from "firebase/auth";
import { useEffect, useState } from "preact/hooks";
import { type Agent, idToken, watchSession } from "../auth/session.ts";
import type { Config } from "../config.ts";
import { clearNotices } from "../notices/show-notice.ts";
import { type RunningDashboard, startDashboard } from "../start-dashboard.ts";
import { openLastStateStorage } from "../storage/last-state-storage.ts";
import { forgetAgent, rememberedAgent } from "../storage/remembered-agent.ts";
import { wipeBrowser, wipeLastState } from "../storage/wipe-browser.ts";
import { AppContext } from "./app-context.ts";
import { Dashboard } from "./dashboard.tsx";
import { NewVersion } from "./new-version.tsx";
import { SignIn } from "./sign-in.tsx";
import { StartScreen } from "./start-screen.tsx";

type RootProps = { auth: Auth; config: Config };

/** Signed in or not: everything else follows from that. */
export function Root(props: RootProps) {
  return (
    <>
      <Session {...props} />
      <NewVersion />
    </>
  );
}

/** Whoever was signed in the last time begins at once; whether they still may is found out meanwhile. */
function Session({ auth, config }: RootProps) {
  const [agent, setAgent] = useState<Agent | null | undefined>(() => rememberedAgent() ?? undefined);
  useEffect(
    () =>
      watchSession(auth, (next) => {
        if (next === null) endSession();
        setAgent((old) => (sameAgent(old, next) ? old : next));
      }),
    [auth],
  );
  if (agent === undefined) return <StartScreen />;
  if (agent === null) return <SignIn auth={auth} demo={config.authEmulatorUrl !== null} />;
  return <SignedIn key={agent.id} agent={agent} auth={auth} config={config} />;
}

function SignedIn({ agent, auth, config }: RootProps & { agent: Agent }) {
  const dashboard = useDashboard(agent, auth, config);
  if (!dashboard) return <StartScreen />;
  const leave = async () => {
    dashboard.stop();
    // The session ends at once, even if the page goes now: wiping may have to wait for other tabs.
    await Promise.all([signOut(auth), wipeBrowser(agent.id), clearNotices()]);
  };
  return (
    <AppContext.Provider value={dashboard.app}>
      <Dashboard onSignOut={() => void leave()} />
    </AppContext.Provider>
  );
}

/** Starts with what this browser kept; null while that is read. */
function useDashboard(agent: Agent, auth: Auth, config: Config): RunningDashboard | null {
  const [dashboard, setDashboard] = useState<RunningDashboard | null>(null);
  useEffect(() => {
    let running: RunningDashboard | null = null;
    let left = false;
    const storage = openLastStateStorage(agent.id);
    void storage.load().then((kept) => {
      if (left) return;
      running = startDashboard(agent, config, (fresh) => idToken(auth, fresh), { storage, kept });
      setDashboard(running);
    });
    return () => {
      left = true;
      running?.stop();
    };
  }, [agent.id]);
  // A name or role may change while they work.
  useEffect(() => void dashboard?.app.store.change((state) => ({ ...state, agent })), [dashboard, agent]);
  return dashboard;
}

/** The server ended the session, or another tab did: what others wrote goes, the agent's own words stay. */
function endSession(): void {
  const agent = rememberedAgent();
  forgetAgent();
  if (agent) void wipeLastState(agent.id);
  void clearNotices();
}

function sameAgent(a: Agent | null | undefined, b: Agent | null): boolean {
  return a?.id === b?.id && a?.role === b?.role && a?.name === b?.name && a !== undefined;
}
