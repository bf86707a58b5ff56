import type { Conversation } from "@live-chat/contract/conversation.ts";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { notify } from "../actions/notify.ts";
import { useApp } from "./app-context.ts";
import { useLazy } from "./use-lazy.ts";

/** The conversation that a template is being chosen for. */
export const templatesFor = signal<string | null>(null);

export type TemplatePickerProps = { conversation: Conversation; onClose: () => void };

/** Where templates are chosen; fetched when somebody wants one. */
export function TemplatePlace({ conversation }: { conversation: Conversation }) {
  if (templatesFor.value !== conversation.conversation_id) return null;
  return <OpenPlace conversation={conversation} />;
}

function OpenPlace({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const { View, failure } = useLazy<TemplatePickerProps>(() => import("./template-picker.tsx"));
  const close = () => {
    templatesFor.value = null;
  };
  // Whoever leaves the conversation doesn't find it open on coming back.
  useEffect(() => close, []);
  useEffect(() => {
    if (!failure) return;
    const id = conversation.conversation_id;
    close();
    notify(app, failure, () => {
      templatesFor.value = id;
    });
  }, [failure]);
  return View && <View conversation={conversation} onClose={close} />;
}
