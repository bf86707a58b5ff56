import type { Conversation, ConversationStatus } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { markUnread } from "../actions/mark-unread.ts";
import { togglePin } from "../actions/pin-conversation.ts";
import { updateConversation } from "../actions/update-conversation.ts";
import type { App } from "../app.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { Menu, MenuAction } from "./menu.tsx";
import { addressOf } from "./route.ts";

/** What can be done with a conversation: the next step as a button, everything in the menu. */
export function ThreadActions({ conversation, agentId }: { conversation: Conversation; agentId: string }) {
  const app = useApp();
  const { assignee, status, conversation_id: id } = conversation;
  const w = words.value;
  const pinned = useComputed(() => app.store.state.value.pinned.includes(id)).value;
  const mine = assignee?.id === agentId;
  const setStatus = (to: ConversationStatus) => void updateConversation(app, id, { status: to });
  const assign = () => void updateConversation(app, id, { assignee: { id: agentId } });
  return (
    <div class="thread-header-actions">
      {!assignee && (
        <button class="button thread-header-assign" type="button" onClick={assign}>
          <Icon name="assign" /> {w.assignToMe}
        </button>
      )}
      {status === "open" ? (
        <button
          class="button button-main thread-header-wide"
          type="button"
          onClick={() => setStatus("resolved")}
        >
          <Icon name="check" /> {w.resolve}
        </button>
      ) : (
        <button class="button thread-header-wide" type="button" onClick={() => setStatus("open")}>
          <Icon name="reload" /> {w.reopen}
        </button>
      )}
      <Menu label={w.moreActions} button={<Icon name="more" />}>
        <MenuAction icon="pin" label={pinned ? w.unpin : w.pin} onClick={() => void togglePin(app, id)} />
        <MenuAction icon="bell" label={w.markUnread} onClick={() => void leaveUnread(app, id)} />
        {!mine && (
          <MenuAction
            icon="assign"
            label={assignee ? w.takeOver(assignee.name ?? "") : w.assignToMe}
            onClick={assign}
          />
        )}
        {assignee && (
          <MenuAction
            icon="person"
            label={w.release}
            onClick={() => void updateConversation(app, id, { assignee: null })}
          />
        )}
        {status === "open" && <MenuAction icon="park" label={w.park} onClick={() => setStatus("waiting")} />}
        {status !== "resolved" && (
          <MenuAction icon="check" label={w.resolve} onClick={() => setStatus("resolved")} />
        )}
        {status !== "open" && <MenuAction icon="reload" label={w.reopen} onClick={() => setStatus("open")} />}
      </Menu>
    </div>
  );
}

/** Unread again only lasts when the agent isn't looking any more. */
function leaveUnread(app: App, id: string): Promise<void> {
  window.location.hash = addressOf(null);
  return markUnread(app, id);
}
