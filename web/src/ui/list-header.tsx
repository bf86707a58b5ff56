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

type Props = { onSignOut: () => void; onHelp: () => void };

export function ListHeader(props: Props) {
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
      <ListFilters />
    </header>
  );
}

function AccountMenu({ onSignOut, onHelp }: Props) {
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
      <MenuAction icon="question" label={w.shortcutsTitle} onClick={onHelp} />
      <MenuAction icon="sign-out" label={w.signOut} onClick={onSignOut} />
    </Menu>
  );
}
