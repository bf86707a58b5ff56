import { describe, expect, it, vi } from "vitest";
import { showConversation } from "./show-conversation.ts";
import type { WindowClient } from "./worker-scope.ts";

function tab(over: Partial<WindowClient> = {}) {
  const client = { focused: false, visibilityState: "hidden" as const, postMessage: vi.fn(), ...over };
  return { ...client, focus: vi.fn(async () => client as never) };
}
const clientsOf = (tabs: ReturnType<typeof tab>[]) => ({
  matchAll: async () => tabs as unknown as WindowClient[],
  openWindow: vi.fn(async () => null),
});

describe("clicking a notification", () => {
  it("opens the conversation in the tab that is seen, else in the one used last", async () => {
    const tabs = [tab(), tab({ visibilityState: "visible" })];
    await showConversation(clientsOf(tabs), "#/conversations/c1");
    expect(tabs[1]!.postMessage).toHaveBeenCalledWith({ kind: "show", address: "#/conversations/c1" });
    expect(tabs[1]!.focus).toHaveBeenCalled();
    const hidden = [tab(), tab()];
    await showConversation(clientsOf(hidden), "#/conversations/c1");
    expect(hidden[0]!.postMessage).toHaveBeenCalled();
    expect(hidden[1]!.postMessage).not.toHaveBeenCalled();
  });

  it("opens a tab where there is none", async () => {
    const clients = clientsOf([]);
    await showConversation(clients, "#/conversations/c1");
    expect(clients.openWindow).toHaveBeenCalledWith("/#/conversations/c1");
  });
});
