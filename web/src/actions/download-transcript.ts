import type { App } from "../app.ts";
import { notify } from "./notify.ts";

/** Hands a whole conversation to the agent as a file; without the team's notes, so that it may go to the customer. */
export async function downloadTranscript(
  app: App,
  conversationId: string,
  format: "text" | "json",
): Promise<void> {
  try {
    const transcript = await app.api.getTranscript(conversationId, format);
    save(`conversation-${conversationId}.${format === "json" ? "json" : "txt"}`, transcript);
  } catch (error) {
    notify(app, error as Error, () => void downloadTranscript(app, conversationId, format));
  }
}

function save(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser is still reading it when the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
