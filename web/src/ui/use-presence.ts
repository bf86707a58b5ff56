import { useEffect } from "preact/hooks";
import { tellPresence } from "../actions/tell-presence.ts";
import { useApp } from "./app-context.ts";

/** ms; a presence holds three times as long. */
const REPEAT = 20_000;

/** Tells colleagues where this agent is, for as long as this tab is the one they look at. */
export function usePresence(openId: string | null): void {
  const app = useApp();
  useEffect(() => {
    const tell = () => document.visibilityState === "visible" && void tellPresence(app);
    tell();
    const timer = setInterval(tell, REPEAT);
    document.addEventListener("visibilitychange", tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tell);
    };
  }, [app, openId]);
}
