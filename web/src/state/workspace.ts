import type { Agent } from "@live-chat/contract/agents.ts";
import type { ApiKey } from "@live-chat/contract/api-keys.ts";
import type { CannedAnswer } from "@live-chat/contract/canned-answers.ts";
import type { ChannelState } from "@live-chat/contract/channels.ts";
import type { WorkspacePart } from "@live-chat/contract/event.ts";
import type { Label, LabelColor, Settings } from "@live-chat/contract/settings.ts";
import type { WebhookEndpoint } from "@live-chat/contract/webhook-endpoints.ts";
import type { State } from "./state.ts";

/** What belongs to the whole team, each part fetched when it is needed; null until then. */
export type Workspace = {
  settings: Settings | null;
  cannedAnswers: readonly CannedAnswer[] | null;
  agents: readonly Agent[] | null;
  /** Accounts that were ever in trouble. */
  channels: readonly ChannelState[] | null;
  apiKeys: readonly ApiKey[] | null;
  endpoints: readonly WebhookEndpoint[] | null;
};
export type Part = keyof Workspace;
export type ListPart = Exclude<Part, "settings">;
type One<Name extends ListPart> = NonNullable<Workspace[Name]>[number];

export const emptyWorkspace: Workspace = {
  settings: null,
  cannedAnswers: null,
  agents: null,
  channels: null,
  apiKeys: null,
  endpoints: null,
};

/** The parts by the names they have in events. */
const PART: Record<WorkspacePart, Part> = {
  settings: "settings",
  canned_answers: "cannedAnswers",
  agents: "agents",
};

/** What tells two of a kind apart. */
const ID: { [Name in ListPart]: (one: One<Name>) => string } = {
  cannedAnswers: (answer) => answer.id,
  agents: (agent) => agent.id,
  channels: ({ channel, account }) => `${channel}/${account}`,
  apiKeys: (key) => key.key_id,
  endpoints: (endpoint) => endpoint.endpoint_id,
};

/** Takes in what was fetched; an earlier failure to fetch it is over. */
export function setPart<Name extends Part>(state: State, name: Name, value: Workspace[Name]): State {
  const { [name]: _over, ...partFailures } = state.partFailures;
  return { ...state, partFailures, workspace: { ...state.workspace, [name]: value } };
}

/** Takes in channels as they were fetched; an event may have been faster with something newer. */
export function setChannels(state: State, fetched: readonly ChannelState[]): State {
  const known = new Map(state.workspace.channels?.map((one) => [ID.channels(one), one]));
  const newer = (one: ChannelState) => {
    const before = known.get(ID.channels(one));
    return before && isOlder(one, before) ? before : one;
  };
  return setPart(state, "channels", fetched.map(newer));
}

/** Notes that a part could not be fetched; what was fetched earlier stays. `again`: it may work another time. */
export function failPart(state: State, name: Part, failure: Error, again = false): State {
  const partFailures = { ...state.partFailures, [name]: failure };
  return { ...state, partFailures, ...(again && { staleParts: new Set(state.staleParts).add(name) }) };
}

/** These changed: what is known of them holds until they are fetched again. */
export function doubtParts(state: State, names: readonly WorkspacePart[]): State {
  // A newer server may name parts that this dashboard doesn't have.
  const parts = names.filter((name) => Object.hasOwn(PART, name)).map((name) => PART[name]);
  return { ...state, staleParts: new Set([...state.staleParts, ...parts]) };
}

/** After a reset: whatever was fetched may have changed meanwhile. */
export function doubtWorkspace(state: State): State {
  return { ...state, staleParts: new Set(Object.keys(state.workspace) as Part[]) };
}

/** A part is asked for: whatever changes from now on makes it stale anew. */
export function askForPart(state: State, name: Part): State {
  if (!state.staleParts.has(name)) return state;
  const staleParts = new Set(state.staleParts);
  staleParts.delete(name);
  return { ...state, staleParts };
}

/** Parts to be fetched again; those that nobody has looked at yet wait until somebody does. */
export function partsToRefetch({ staleParts, workspace, partFailures }: State): Part[] {
  return [...staleParts].filter((name) => workspace[name] !== null || partFailures[name]);
}

/** Puts one into its list, in the place of the one before; of two copies with versions the higher stays. */
export function putOne<Name extends ListPart>(state: State, name: Name, one: One<Name>): State {
  const list = (state.workspace[name] ?? []) as One<Name>[];
  const at = list.findIndex((other) => ID[name](other) === ID[name](one));
  if (at === -1) return setPart(state, name, [...list, one] as Workspace[Name]);
  if (isOlder(one, list[at]!)) return state;
  return setPart(state, name, list.with(at, one) as Workspace[Name]);
}

export function removeOne<Name extends ListPart>(state: State, name: Name, gone: One<Name>): State {
  const list = (state.workspace[name] ?? []) as One<Name>[];
  const rest = list.filter((other) => ID[name](other) !== ID[name](gone));
  return setPart(state, name, rest as Workspace[Name]);
}

function isOlder(one: object, than: object): boolean {
  return "version" in one && "version" in than && (one.version as number) < (than.version as number);
}

/** A channel stopped, or goes on. Before the list was fetched nothing is known of the others: then it is. */
export function applyChannel(state: State, channel: ChannelState): State {
  return state.workspace.channels === null ? state : putOne(state, "channels", channel);
}

/** Accounts by which nothing leaves at the moment. */
export function stoppedChannels({ workspace }: State): ChannelState[] {
  return (workspace.channels ?? []).filter((one) => one.state === "stopped");
}

/** The colour that the team gave a label; those that nobody put on the list are gray. */
export function labelColor({ workspace }: State, name: string): LabelColor {
  return workspace.settings?.labels.find((label) => label.name === name)?.color ?? "gray";
}

/** Those on the team's list in its order, then the others in their own. */
export function teamLabelsFirst(names: readonly string[], offered: readonly Label[]): string[] {
  const known = offered.map(({ name }) => name).filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}
