import { useEffect, useRef } from "preact/hooks";
import { words } from "../../language/words.ts";
import { Icon, type IconName } from "../icon.tsx";
import { addressOfSettings, type Section } from "../route.ts";
import "./settings-menu.css";

const ICONS: Record<Section, IconName> = {
  preferences: "person",
  "canned-answers": "chat",
  labels: "tag",
  team: "people",
  workspace: "settings",
  channels: "whatsapp",
  "api-keys": "key",
  webhooks: "webhook",
  audit: "list",
};

type Props = {
  sections: Section[];
  current: Section;
  /** No page was chosen yet: the keyboard begins here. */
  first: boolean;
  backTo: string;
};

export function SettingsMenu({ sections, current, first, backTo }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const w = words.value;
  useEffect(() => {
    if (first) heading.current?.focus();
  }, [first]);
  return (
    <nav class="dashboard-list" aria-label={w.settings.title}>
      <header class="settings-head">
        <a
          class="icon-button settings-back"
          href={backTo}
          aria-label={w.settings.back}
          title={w.settings.back}
        >
          <Icon name="back" />
        </a>
        <h1 ref={heading} tabIndex={-1}>
          {w.settings.title}
        </h1>
      </header>
      <ul class="settings-menu">
        {sections.map((section) => (
          <li key={section}>
            <a
              class="settings-menu-link"
              href={addressOfSettings(section)}
              aria-current={section === current ? "page" : undefined}
            >
              <Icon name={ICONS[section]} />
              <span>
                {w.settings.sections[section]}
                <small>{w.settings.sectionHints[section]}</small>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
