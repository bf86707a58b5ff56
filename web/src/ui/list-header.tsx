import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { ConnectionBadge } from "./connection-badge.tsx";
import { ListFilters } from "./list-filters.tsx";
import { Logo } from "./logo.tsx";
import { Menu, MenuAction, MenuChoice } from "./menu.tsx";
import { SearchField } from "./search-field.tsx";
import { chooseTheme, THEMES, theme } from "./theme.ts";
import "./list-header.css";

export function ListHeader({ onSignOut }: { onSignOut: () => void }) {
  const w = words.value;
  return (
    <header class="list-header">
      <div class="list-header-top">
        <Logo />
        <div class="list-header-name">
          <h1>{w.product}</h1>
          <ConnectionBadge />
        </div>
        <AccountMenu onSignOut={onSignOut} />
      </div>
      <SearchField />
      <ListFilters />
    </header>
  );
}

function AccountMenu({ onSignOut }: { onSignOut: () => void }) {
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
      <MenuAction icon="sign-out" label={w.signOut} onClick={onSignOut} />
    </Menu>
  );
}
