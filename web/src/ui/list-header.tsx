import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { chooseLanguage, LANGUAGES, words } from "../language/words.ts";
import { chooseNotices, NOTICE_CHOICES, noticeChoice } from "../notices/notice-choice.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { ConnectionBadge } from "./connection-badge.tsx";
import { ListFilters } from "./list-filters.tsx";
import { Logo } from "./logo.tsx";
import { Menu, MenuAction, MenuChoice } from "./menu.tsx";
import { SearchField } from "./search-field.tsx";
import { chooseTheme, THEMES, theme } from "./theme.ts";
import type { OpenWindow } from "./use-shortcuts.ts";
import "./list-header.css";

type Props = { onSignOut: () => void; onOpen: (opened: OpenWindow) => void };

export function ListHeader(props: Props) {
  const { store } = useApp();
  const searching = useComputed(() => store.state.value.search !== "").value;
  const w = words.value;
  return (
    <header class="list-header">
      <div class="list-header-top">
        <Logo />
        <div class="list-header-name">
          <h1>{w.product}</h1>
          <ConnectionBadge />
        </div>
        <AccountMenu {...props} />
      </div>
      <SearchField />
      {!searching && <ListFilters />}
    </header>
  );
}

function NoticesChoice() {
  const [blocked, setBlocked] = useState(false);
  const w = words.value;
  return (
    <>
      <MenuChoice
        label={w.notices}
        options={NOTICE_CHOICES.map((value) => ({ value, label: w.noticeChoices[value] }))}
        chosen={noticeChoice.value}
        onChoose={(choice) => void chooseNotices(choice).then((allowed) => setBlocked(!allowed))}
      />
      {blocked && (
        <p class="menu-hint" role="alert">
          {w.noticesBlocked}
        </p>
      )}
    </>
  );
}

function AccountMenu({ onSignOut, onOpen }: Props) {
  const { store } = useApp();
  const agent = useComputed(() => store.state.value.agent).value;
  const w = words.value;
  return (
    <Menu label={w.account} button={<Avatar id={agent.id} name={agent.name} small />}>
      <p class="menu-heading">
        <strong>{agent.name}</strong>
        {agent.email}
      </p>
      <MenuChoice
        label={w.theme}
        options={THEMES.map((value) => ({ value, label: w.themes[value] }))}
        chosen={theme.value}
        onChoose={chooseTheme}
      />
      <MenuChoice
        label={w.languageLabel}
        options={LANGUAGES}
        chosen={w.language}
        onChoose={(code) => void chooseLanguage(code)}
      />
      <NoticesChoice />
      <MenuAction icon="chat" label={w.cannedAnswers} onClick={() => onOpen("canned")} />
      <MenuAction icon="question" label={w.shortcutsTitle} onClick={() => onOpen("help")} />
      <MenuAction icon="sign-out" label={w.signOut} onClick={onSignOut} />
    </Menu>
  );
}
