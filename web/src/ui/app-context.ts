import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "../app.ts";

export const AppContext = createContext<App | null>(null);

/** The app this component belongs to. Only inside of a signed-in dashboard. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("This component belongs inside of the dashboard.");
  return app;
}
