import { useEffect } from "preact/hooks";
import { NOTE_LIFE, noteLookingAt } from "../notices/looking-at.ts";

const TAB = crypto.randomUUID();

/** Lets every tab know what the agent has before their eyes: nothing needs to be announced there. */
export function useLookingAt(agentId: string, openId: string | null): void {
  useEffect(() => {
    const note = () => {
      const looking = document.visibilityState === "visible" && document.hasFocus();
      noteLookingAt(agentId, TAB, looking ? openId : null);
    };
    note();
    const timer = setInterval(note, NOTE_LIFE / 3);
    for (const name of ["focus", "blur", "pagehide"]) window.addEventListener(name, note);
    document.addEventListener("visibilitychange", note);
    return () => {
      clearInterval(timer);
      for (const name of ["focus", "blur", "pagehide"]) window.removeEventListener(name, note);
      document.removeEventListener("visibilitychange", note);
      noteLookingAt(agentId, TAB, null);
    };
  }, [agentId, openId]);
}
