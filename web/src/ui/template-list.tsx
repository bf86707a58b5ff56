import type { Template } from "@live-chat/contract/templates.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { findTemplates } from "../state/fill-in-template.ts";
import { languageName, templateName } from "../text/template-name.ts";

type Props = { templates: readonly Template[]; onChoose: (template: Template) => void };

/** The approved templates, to search and to choose from. */
export function TemplateList({ templates, onChoose }: Props) {
  const w = words.value;
  const [search, setSearch] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const found = findTemplates(templates, search, w.language);
  useEffect(() => field.current?.focus(), []);
  if (templates.length === 0) return <p class="templates-none">{w.sending.noTemplates}</p>;
  return (
    <>
      <input
        ref={field}
        class="field"
        type="search"
        aria-label={w.sending.searchTemplates}
        placeholder={w.sending.searchTemplates}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.isComposing || !found[0]) return;
          event.preventDefault();
          onChoose(found[0]);
        }}
      />
      {found.length === 0 && <p class="templates-none">{w.nothingMatches}</p>}
      <ul class="templates-list">
        {found.map((template) => (
          <li key={`${template.name} ${template.language}`}>
            <button type="button" data-testid="template" onClick={() => onChoose(template)}>
              <span class="template-head">
                <strong class="ellipsis">{templateName(template)}</strong>
                <span>{languageName(template.language, w.language)}</span>
              </span>
              <bdi class="template-text" dir="auto">
                {template.text}
              </bdi>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
