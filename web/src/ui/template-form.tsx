import type { Conversation } from "@live-chat/contract/conversation.ts";
import { fillTemplate } from "@live-chat/contract/fill-template.ts";
import type { Template } from "@live-chat/contract/templates.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { sendMessage } from "../actions/send-message.ts";
import type { Words } from "../language/english.ts";
import { words } from "../language/words.ts";
import { completeVariables, type Filled, knownVariables, toVariable } from "../state/fill-in-template.ts";
import { templateName } from "../text/template-name.ts";
import { useApp } from "./app-context.ts";
import { Field } from "./form/field.tsx";
import "./form/form-dialog.css";
import { Icon } from "./icon.tsx";
import { MessageText } from "./message-text.tsx";

type Props = { conversation: Conversation; template: Template; onBack: () => void; onClose: () => void };

/** A template's places to fill in, and what the customer will read. */
export function TemplateForm({ conversation, template, onBack, onClose }: Props) {
  const app = useApp();
  const w = words.value;
  const [filled, setFilled] = useState<Filled>(() => knownVariables(template, conversation));
  const variables = completeVariables(template, filled);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, .button-main")?.focus(), []);

  const send = (event: Event) => {
    event.preventDefault();
    if (!variables) return;
    const { name, language } = template;
    const text = fillTemplate(template, variables);
    const written = {
      type: "template",
      text,
      template: { name, language, variables },
      reply_to: null,
    } as const;
    void sendMessage(app, conversation.conversation_id, written);
    onClose();
  };
  return (
    <form ref={form} class="template-form" onSubmit={send}>
      <h3>{templateName(template)}</h3>
      {template.variables.map(({ key, example }) => (
        <Field
          key={key}
          label={placeName(key, template, w)}
          hint={example ? w.sending.forExample(example) : undefined}
          value={filled[key] ?? ""}
          onValue={(text) => setFilled({ ...filled, [key]: toVariable(text) })}
          required
          autocomplete="off"
          testId={`template-${key}`}
        />
      ))}
      <Preview template={template} filled={filled} />
      <div class="form-dialog-actions">
        <button class="button" type="button" onClick={onBack}>
          {w.sending.otherTemplate}
        </button>
        <button class="button button-main" type="submit" disabled={!variables} data-testid="template-send">
          <Icon name="send" small /> {w.send}
        </button>
      </div>
    </form>
  );
}

function Preview({ template, filled }: { template: Template; filled: Filled }) {
  const shown = Object.fromEntries(template.variables.map(({ key }) => [key, filled[key] || "…"]));
  const w = words.value.sending;
  return (
    <figure class="template-preview" aria-label={w.preview}>
      <div class="template-bubble" dir="auto">
        <MessageText text={fillTemplate(template, shown)} />
      </div>
      {template.buttons.map((button) => (
        <span key={button} class="template-button">
          {button}
        </span>
      ))}
    </figure>
  );
}

/** `1`, `header.1`, `customer_name`, `button.0`: what to call a place. */
function placeName(key: string, template: Template, w: Words): string {
  const [part, name] = key.includes(".") ? (key.split(".") as [string, string]) : ["body", key];
  if (part === "button") return w.sending.linkOf(template.buttons[Number(name)] ?? "");
  if (/^\d+$/.test(name)) return part === "header" ? w.sending.headerPlace(name) : w.sending.place(name);
  return templateName({ name });
}
