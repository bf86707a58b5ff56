import type { Template } from "@live-chat/contract/templates.ts";
import { useEffect, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.tsx";
import { PartFailure } from "./form/part.tsx";
import { TemplateForm } from "./template-form.tsx";
import { TemplateList } from "./template-list.tsx";
import type { TemplatePickerProps } from "./template-place.tsx";
import "./template-picker.css";

/** Lets the agent choose an approved template, fill it in and send it. */
export default function TemplatePicker({ conversation, onClose }: TemplatePickerProps) {
  const [chosen, setChosen] = useState<Template | null>(null);
  const { templates, failure, retry } = useTemplates(conversation.conversation_id);
  const w = words.value;
  return (
    <Dialog label={w.sending.sendTemplate} firm={chosen !== null} onClose={onClose}>
      <div class="templates">
        {failure ? (
          <PartFailure failure={failure} retry={retry} />
        ) : templates === null ? (
          <div class="templates-loading" role="status" aria-label={w.sending.loadingTemplates}>
            <span class="skeleton" />
            <span class="skeleton" />
            <span class="skeleton" />
          </div>
        ) : chosen ? (
          <TemplateForm
            conversation={conversation}
            template={chosen}
            onBack={() => setChosen(null)}
            onClose={onClose}
          />
        ) : (
          <TemplateList templates={templates} onChoose={setChosen} />
        )}
      </div>
    </Dialog>
  );
}

function useTemplates(conversationId: string) {
  const { api } = useApp();
  const [templates, setTemplates] = useState<Template[] | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const load = () => {
    setFailure(null);
    api.listTemplates(conversationId).then((answer) => setTemplates(answer.templates), setFailure);
  };
  useEffect(load, [conversationId]);
  return { templates, failure, retry: load };
}
