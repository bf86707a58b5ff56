import type { SearchHit } from "@live-chat/contract/search.ts";
import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { byActivity } from "../state/conversation-list.ts";
import { matchesSearch } from "../state/list-filter.ts";
import { previewOf } from "../text/preview.ts";
import { problemText } from "../text/problem-text.ts";
import { fullTime, shortTime } from "../text/times.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { clock } from "./clock.ts";
import { ConversationRow } from "./conversation-row.tsx";
import { customerName } from "./customer-name.ts";
import { EmptyState } from "./empty-state.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";
import { addressOf } from "./route.ts";
import "./search-results.css";

/** Conversations listed at most; whoever has more types on. */
const MOST = 30;

/** What the search found: customers by name and number, messages by their words. */
export function SearchResults() {
  const { store } = useApp();
  const { search, conversations, openId, searchHits, searchFailure } = useComputed(
    () => store.state.value,
  ).value;
  const w = words.value;
  const found = [...conversations.values()].filter((one) => matchesSearch(one, search)).sort(byActivity);
  const hits = searchHits?.search === search ? searchHits.hits : null;
  if (found.length === 0 && hits?.length === 0)
    return <EmptyState icon="search" title={w.nothingMatches} hint={w.nothingMatchesHint} />;
  return (
    <div class="conversation-list">
      {found.length > 0 && <h2 class="search-heading">{w.conversations}</h2>}
      <ul>
        {found.slice(0, MOST).map((one) => (
          <li key={one.conversation_id}>
            <ConversationRow conversation={one} open={one.conversation_id === openId} />
          </li>
        ))}
      </ul>
      {searchFailure && <p class="list-failure">{problemText(searchFailure, w)}</p>}
      {hits === null && !searchFailure && found.length === 0 && <ListSkeleton />}
      {hits && hits.length > 0 && <h2 class="search-heading">{w.messages}</h2>}
      <ul>
        {hits?.map((hit) => (
          <li key={hit.message.message_id}>
            <MessageHit hit={hit} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function MessageHit({ hit: { message, conversation } }: { hit: SearchHit }) {
  const w = words.value;
  return (
    <a
      class="conversation-row"
      href={addressOf(conversation.conversation_id, message.seq)}
      data-testid="search-hit"
    >
      <Avatar id={conversation.conversation_id} name={conversation.name} />
      <span class="conversation-row-top">
        <bdi class="conversation-row-name ellipsis">{customerName(conversation, w)}</bdi>
        <time dateTime={message.created_at} title={fullTime(message.created_at, w.language)}>
          {shortTime(message.created_at, clock.value, w.language, w.now)}
        </time>
      </span>
      <bdi class="search-hit-text">{previewOf(message, w).text}</bdi>
    </a>
  );
}
