import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { unreadTotal } from "../state/conversation-list.ts";
import { useApp } from "./app-context.ts";
import { ChannelBanners } from "./channel-banner.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { EmptyState } from "./empty-state.tsx";
import { ListHeader, type ListHeaderProps } from "./list-header.tsx";
import { NewConversationPlace } from "./new-conversation-place.tsx";
import { Notices } from "./notices.tsx";
import { SearchResults } from "./search-results.tsx";
import { SettingsPlace } from "./settings-place.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { SignOutWarning } from "./sign-out-warning.tsx";
import { ThreadView } from "./thread-view.tsx";
import { useAddress } from "./use-address.ts";
import { useBackToRow } from "./use-back-to-row.ts";
import { useLookingAt } from "./use-looking-at.ts";
import { useNoStrayDrops } from "./use-no-stray-drops.ts";
import { usePresence } from "./use-presence.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import "./dashboard.css";

/** The conversations, or the settings in their place. */
export function Dashboard({ onSignOut }: { onSignOut: () => void }) {
  const app = useApp();
  const openId = useComputed(() => app.store.state.value.openId).value;
  const { settings, backTo } = useAddress();
  useTitle();
  useLookingAt(app.store.state.peek().agent.id, openId);
  usePresence(openId);
  useNoStrayDrops();
  const [opened, setOpened] = useShortcuts();
  const [leaving, setLeaving] = useState(false);
  const unsent = useComputed(() => app.store.state.value.outbox.length).value;
  return (
    <>
      {settings ? (
        <SettingsPlace section={settings} backTo={backTo} />
      ) : (
        <Conversations onSignOut={() => (unsent > 0 ? setLeaving(true) : onSignOut())} onOpen={setOpened} />
      )}
      <NewConversationPlace />
      <Notices />
      {opened === "palette" && <CommandPalette onClose={() => setOpened(null)} />}
      {opened === "help" && <ShortcutHelp onClose={() => setOpened(null)} />}
      {leaving && <SignOutWarning unsent={unsent} onLeave={onSignOut} onClose={() => setLeaving(false)} />}
    </>
  );
}

/** The list beside the open conversation; one of the two where there is room for one only. */
function Conversations(menu: ListHeaderProps) {
  const { store } = useApp();
  const openId = useComputed(() => store.state.value.openId).value;
  const searching = useComputed(() => store.state.value.search !== "").value;
  useBackToRow(openId);
  const w = words.value;
  return (
    <main class={openId ? "dashboard dashboard-open" : "dashboard"}>
      <nav class="dashboard-list" aria-label={w.conversations}>
        <ListHeader {...menu} />
        <ChannelBanners />
        {searching ? <SearchResults /> : <ConversationList />}
      </nav>
      <div class="dashboard-thread">
        {openId ? (
          <ThreadView key={openId} conversationId={openId} />
        ) : (
          <EmptyState icon="chat" title={w.chooseConversation} hint={w.chooseConversationHint} />
        )}
      </div>
    </main>
  );
}

function useTitle() {
  const { store } = useApp();
  const unread = useComputed(() => unreadTotal(store.state.value)).value;
  const { product } = words.value;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${product}` : product;
  }, [unread, product]);
}
