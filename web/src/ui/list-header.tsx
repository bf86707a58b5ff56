import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { ConnectionBadge } from "./connection-badge.tsx";
import { Icon } from "./icon.tsx";
import { ListFilters } from "./list-filters.tsx";
import { Logo } from "./logo.tsx";
import { Menu, MenuAction } from "./menu.tsx";
import { startsConversation } from "./new-conversation-place.tsx";
import { addressOfSettings } from "./route.ts";
import { SearchField } from "./search-field.tsx";
import { ThemeChoice } from "./theme-choice.tsx";
import type { OpenWindow } from "./use-shortcuts.ts";
import "./list-header.css";

export type ListHeaderProps = { onSignOut: () => void; onOpen: (opened: OpenWindow) => void };

export function ListHeader(props: ListHeaderProps) {
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
        <button
          class="icon-button"
          type="button"
          aria-label={w.sending.newConversation}
          title={w.sending.newConversation}
          onClick={() => {
            startsConversation.value = true;
          }}
        >
          <Icon name="new-chat" />
        </button>
        <AccountMenu {...props} />
      </div>
      <SearchField />
      {!searching && <ListFilters />}
    </header>
  );
}

function AccountMenu({ onSignOut, onOpen }: ListHeaderProps) {
  const { store } = useApp();
  const agent = useComputed(() => store.state.value.agent).value;
  const w = words.value;
  return (
    <Menu label={w.account} button={<Avatar id={agent.id} name={agent.name} small />}>
      <p class="menu-heading">
        <strong>{agent.name}</strong>
        {agent.email}
      </p>
      <ThemeChoice />
      <MenuAction
        icon="settings"
        label={w.settings.title}
        onClick={() => {
          window.location.hash = addressOfSettings();
        }}
      />
      <MenuAction icon="question" label={w.shortcutsTitle} onClick={() => onOpen("help")} />
      <MenuAction icon="sign-out" label={w.signOut} onClick={onSignOut} />
    </Menu>
  );
}
