import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { openConversation } from "../actions/open-conversation.ts";
import { saveDraft } from "../actions/save-draft.ts";
import { words } from "../language/words.ts";
import { draftOf } from "../state/drafts.ts";
import { problemText } from "../text/problem-text.ts";
import { useApp } from "./app-context.ts";
import { Composer } from "./composer.tsx";
import { CustomerPanel } from "./customer-panel.tsx";
import { EmptyState } from "./empty-state.tsx";
import { FileDrop } from "./file-drop.tsx";
import { MessageList } from "./message-list.tsx";
import { ReactionPlace } from "./reaction-place.tsx";
import { TemplatePlace } from "./template-place.tsx";
import { ThreadHeader } from "./thread-header.tsx";
import "./thread-view.css";

/** One conversation: who it is with, what was said, and where to answer. */
export function ThreadView({ conversationId }: { conversationId: string }) {
  const app = useApp();
  const { store } = app;
  const conversation = useComputed(() => store.state.value.conversations.get(conversationId)).value;
  const thread = useComputed(() => store.state.value.threads.get(conversationId)).value;
  const failure = useComputed(() => store.state.value.threadFailure).value;
  const onReply = (message: Message) => {
    const draft = draftOf(store.state.peek(), conversationId);
    const type = message.direction === "internal" ? "note" : draft.type;
    saveDraft(app, conversationId, { ...draft, type, reply_to: message.message_id });
  };
  const [details, setDetails] = useState(false);
  return (
    <div class={details ? "thread thread-with-details" : "thread"}>
      <section class="thread-main" aria-label={words.value.messages}>
        <ThreadHeader conversation={conversation} details={details} onDetails={() => setDetails(!details)} />
        {thread ? (
          <MessageList key="messages" conversationId={conversationId} thread={thread} onReply={onReply} />
        ) : failure ? (
          <ThreadFailure conversationId={conversationId} failure={failure} />
        ) : (
          <ThreadSkeleton />
        )}
        {conversation && (
          <>
            <Composer conversation={conversation} />
            <FileDrop conversation={conversation} />
            <TemplatePlace conversation={conversation} />
            <ReactionPlace />
          </>
        )}
      </section>
      {details && conversation && (
        <CustomerPanel conversation={conversation} onClose={() => setDetails(false)} />
      )}
    </div>
  );
}

function ThreadFailure({ conversationId, failure }: { conversationId: string; failure: Error }) {
  const app = useApp();
  const w = words.value;
  return (
    <EmptyState icon="alert" title={w.threadFailed} hint={problemText(failure, w)}>
      <button class="button" type="button" onClick={() => void openConversation(app, conversationId)}>
        {w.tryAgain}
      </button>
    </EmptyState>
  );
}

function ThreadSkeleton() {
  return (
    <div class="thread-skeleton" role="status" aria-label={words.value.loadingMessages}>
      {Array.from({ length: 8 }, (_, index) => (
        <span key={index} class="skeleton" />
      ))}
    </div>
  );
}
