import type { Message } from "@live-chat/contract/message.ts";
import type { App } from "../app.ts";
import { toTranscript } from "../text/transcript.ts";
import { notify } from "./notify.ts";

const PAGE = 100;

/** Fetches a whole conversation and hands it to the agent as a file. */
export async function downloadTranscript(
  app: App,
  conversationId: string,
  form: "text" | "json",
): Promise<void> {
  try {
    const messages = await fetchAll(app, conversationId);
    const conversation = app.store.state.peek().conversations.get(conversationId);
    const text =
      form === "json" ? JSON.stringify({ conversation, messages }, null, 2) : toTranscript(messages);
    const type = form === "json" ? "application/json" : "text/plain";
    save(`conversation-${conversationId}.${form === "json" ? "json" : "txt"}`, text, type);
  } catch (error) {
    notify(app, error as Error, () => void downloadTranscript(app, conversationId, form));
  }
}

async function fetchAll(app: App, conversationId: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const after_seq = messages.at(-1)?.seq ?? 0;
    const page = await app.api.listMessages(conversationId, { limit: PAGE, after_seq });
    messages.push(...page.messages);
    if (!page.has_more || page.messages.length === 0) return messages;
  }
}

function save(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser is still reading it when the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
