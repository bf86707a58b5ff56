import { render } from "preact";
import { startAuth } from "./auth/session.ts";
import { parseConfig } from "./config.ts";
import { restoreLanguage } from "./language/words.ts";
import { registerWorker } from "./offline/register-worker.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import { Root } from "./ui/root.tsx";

const place = document.getElementById("app")!;
try {
  const config = parseConfig(import.meta.env);
  const auth = startAuth(config);
  registerWorker();
  void restoreLanguage().finally(() => render(<Root auth={auth} config={config} />, place));
} catch (error) {
  place.textContent = (error as Error).message;
  throw error;
}
