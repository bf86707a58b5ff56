import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { notify } from "../actions/notify.ts";
import { useApp } from "./app-context.ts";
import { useLazy } from "./use-lazy.ts";

/** Whether the agent is about to start a conversation. */
export const startsConversation = signal(false);

/** Where a conversation is started; fetched when somebody wants to. */
export function NewConversationPlace() {
  return startsConversation.value ? <OpenPlace /> : null;
}

function OpenPlace() {
  const app = useApp();
  const { View, failure } = useLazy<{ onClose: () => void }>(() => import("./new-conversation.tsx"));
  const close = () => {
    startsConversation.value = false;
  };
  useEffect(() => {
    if (!failure) return;
    notify(app, failure);
    close();
  }, [failure]);
  return View && <View onClose={close} />;
}
