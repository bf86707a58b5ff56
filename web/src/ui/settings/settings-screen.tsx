import { useComputed } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { EmptyState } from "../empty-state.tsx";
import { Icon } from "../icon.tsx";
import { addressOfSettings, type Section } from "../route.ts";
import type { SettingsProps } from "../settings-place.tsx";
import { visibleSections } from "../visible-sections.ts";
import { ApiKeys } from "./api-keys.tsx";
import { AuditLog } from "./audit-log.tsx";
import { CannedAnswerSettings } from "./canned-answers.tsx";
import { Channels } from "./channels.tsx";
import { Labels } from "./labels.tsx";
import { Preferences } from "./preferences.tsx";
import { SettingsMenu } from "./settings-menu.tsx";
import { Team } from "./team.tsx";
import { Webhooks } from "./webhooks.tsx";
import { WorkspaceSettings } from "./workspace.tsx";
import "./settings-screen.css";

const PAGES: Record<Section, ComponentType> = {
  preferences: Preferences,
  "canned-answers": CannedAnswerSettings,
  labels: Labels,
  team: Team,
  workspace: WorkspaceSettings,
  channels: Channels,
  "api-keys": ApiKeys,
  webhooks: Webhooks,
  audit: AuditLog,
};

/** The settings in the place of the conversations: their menu, and the chosen page beside it; on a phone one of them. */
export default function SettingsScreen({ section, backTo }: SettingsProps) {
  const { store } = useApp();
  const role = useComputed(() => store.state.value.agent.role).value;
  const sections = visibleSections(role);
  const shown = section === "menu" ? "preferences" : section;
  return (
    <main class={section === "menu" ? "dashboard" : "dashboard dashboard-open"}>
      <SettingsMenu sections={sections} current={shown} first={section === "menu"} backTo={backTo} />
      <div class="dashboard-thread settings">
        <Page key={shown} section={shown} allowed={sections.includes(shown)} chosen={section !== "menu"} />
      </div>
    </main>
  );
}

type PageProps = { section: Section; allowed: boolean; chosen: boolean };

function Page({ section, allowed, chosen }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const w = words.value;
  const Content = PAGES[section];
  // Whoever comes here reads on here, with the keyboard or a screen reader.
  useEffect(() => {
    if (chosen) heading.current?.focus();
  }, [chosen]);
  return (
    <>
      <header class="settings-head">
        <a class="icon-button thread-back" href={addressOfSettings()} aria-label={w.settings.backToMenu}>
          <Icon name="back" />
        </a>
        <h1 ref={heading} tabIndex={-1}>
          {w.settings.sections[section]}
        </h1>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard */}
      <div class="settings-page" tabIndex={0}>
        {allowed ? (
          <div class="settings-content">
            <Content />
          </div>
        ) : (
          <EmptyState icon="key" title={w.settings.adminsOnly} hint={w.settings.adminsOnlyHint} />
        )}
      </div>
    </>
  );
}
