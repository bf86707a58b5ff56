import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Counts } from "@live-chat/contract/rest.ts";
import type { SearchHit } from "@live-chat/contract/search.ts";
import type { Agent } from "../auth/session.ts";
import type { Words } from "../language/english.ts";
import type { Link } from "../live/receive-events.ts";
import type { ListFilter } from "./list-filter.ts";
import type { OutboxMessage } from "./outbox.ts";
import type { TrayFile } from "./outgoing-file.ts";
import type { Thread } from "./thread.ts";
import type { Present, Typist } from "./together.ts";
import { emptyWorkspace, type Part, type Workspace } from "./workspace.ts";

/** How far the list is loaded under one filter. */
export type ListExtent = {
  /** Everything active since then is here; null = everything at all. */
  loadedDownTo: string | null;
  /** Where the server goes on; null = at the end, or not known yet. */
  nextCursor: string | null;
  total: number;
};

/** How the stream stands: `applied` is the newest event in this state, `head` the newest one in the log, if known. */
export type StreamPosition = { link: Link; applied: string | null; head: string | null };

/** Something said to the agent in passing: what could not be done, with the way to try again, or what was done. */
export type Notice = { id: number } & (
  | { failure: Error; retry: (() => void) | null }
  | { done: keyof Words["done"] }
);

/** What stands in a conversation's composer, not sent yet. */
export type Draft = {
  text: string;
  type: "text" | "note";
  reply_to: string | null;
  /** The note that this is to be the new text of. */
  editing?: string | null;
};

/** Where the "new messages" line stands in the open conversation. */
export type UnreadLine = { conversation_id: string; after_seq: number };

/** Everything the dashboard shows. Never changed in place: every change is a pure function from state to state. */
export type State = {
  agent: Agent;
  conversations: ReadonlyMap<string, Conversation>;
  /** Not heard of since the last reset: shown until the refetch is through, then forgotten. */
  unconfirmed: ReadonlySet<string>;
  /** Erased ones: whatever still comes about them, late, is not taken. */
  removed: ReadonlySet<string>;
  filter: ListFilter;
  search: string;
  /** Messages found, and what for. */
  searchHits: { search: string; hits: readonly SearchHit[] } | null;
  searchFailure: Error | null;
  lists: ReadonlyMap<ListFilter, ListExtent>;
  /** Conversations kept at the top, in this order. */
  pinned: readonly string[];
  /** Conversations under a filter, where they were counted. */
  counts: Partial<Counts>;
  listFailure: Error | null;
  openId: string | null;
  unreadLine: UnreadLine | null;
  /** The message to bring into view in the open conversation. */
  target: number | null;
  threads: ReadonlyMap<string, Thread>;
  threadFailure: Error | null;
  outbox: readonly OutboxMessage[];
  /** By message, the reaction the agent chose while the server doesn't have it yet; `""`: none any more. */
  reacting: ReadonlyMap<string, string>;
  /** How much of each file in the outbox the server has, from 0 to 1. */
  uploads: ReadonlyMap<string, number>;
  drafts: ReadonlyMap<string, Draft>;
  /** Files chosen in each composer. */
  trays: ReadonlyMap<string, readonly TrayFile[]>;
  /** What belongs to the whole team, and which parts of it could not be fetched. */
  workspace: Workspace;
  partFailures: Partial<Record<Part, Error>>;
  /** Parts that changed since they were asked for: those that were ever fetched are to be fetched again. */
  staleParts: ReadonlySet<Part>;
  /** Colleagues at work, and whoever is typing, by their id. */
  present: ReadonlyMap<string, Present>;
  typists: ReadonlyMap<string, Typist>;
  stream: StreamPosition;
  notices: readonly Notice[];
};

export function initialState(agent: Agent): State {
  return {
    agent,
    conversations: new Map(),
    unconfirmed: new Set(),
    removed: new Set(),
    filter: "all",
    search: "",
    searchHits: null,
    searchFailure: null,
    lists: new Map(),
    pinned: [],
    counts: {},
    listFailure: null,
    openId: null,
    unreadLine: null,
    target: null,
    threads: new Map(),
    threadFailure: null,
    outbox: [],
    reacting: new Map(),
    uploads: new Map(),
    drafts: new Map(),
    trays: new Map(),
    workspace: emptyWorkspace,
    partFailures: {},
    staleParts: new Set(),
    present: new Map(),
    typists: new Map(),
    stream: { link: { state: "connecting", again: false }, applied: null, head: null },
    notices: [],
  };
}
