import type { ChannelState, OwnNumber } from "@live-chat/contract/channels.ts";
import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { resumeChannel } from "../../actions/integrations.ts";
import { words } from "../../language/words.ts";
import type { State } from "../../state/state.ts";
import { problemText } from "../../text/problem-text.ts";
import { shortTime } from "../../text/times.ts";
import { useApp } from "../app-context.ts";
import { clock } from "../clock.ts";
import { Failure } from "../form/failure.tsx";
import { Nothing, Part } from "../form/part.tsx";
import { Record, Records, Tag } from "../form/records.tsx";
import { Section } from "../form/section.tsx";
import { useSaving } from "../form/use-saving.ts";
import { Icon } from "../icon.tsx";
import { useAdmin } from "../use-admin.ts";

/** How each of our accounts does; a stopped one says why, and can be told to go on. */
export function Channels() {
  const app = useApp();
  const numbers = useNumbers();
  const used = useComputed(() => accountsInUse(app.store.state.value)).value;
  const w = words.value;
  return (
    <Section hint={w.settings.channelsHint}>
      <Part name="channels">
        {(troubled) => {
          const all = withTroubled([...used, ...[...numbers.values()].map(toWell)], troubled);
          if (all.length === 0) return <Nothing>{w.settings.noChannels}</Nothing>;
          return (
            <Records label={w.settings.sections.channels}>
              {all.map((one) => (
                <ChannelRecord key={keyOf(one)} channel={one} number={numbers.get(keyOf(one))} />
              ))}
            </Records>
          );
        }}
      </Part>
    </Section>
  );
}

/** Our numbers as people write them, as far as the channel tells. */
function useNumbers(): ReadonlyMap<string, OwnNumber> {
  const { api } = useApp();
  const [numbers, setNumbers] = useState<OwnNumber[]>([]);
  useEffect(
    () =>
      void api.listNumbers().then(
        (answer) => setNumbers(answer.numbers),
        () => {},
      ),
    [api],
  );
  return new Map(numbers.map((one) => [keyOf(one), one]));
}

function ChannelRecord({ channel, number }: { channel: ChannelState; number: OwnNumber | undefined }) {
  const app = useApp();
  const admin = useAdmin();
  const { save, busy, failure } = useSaving();
  const w = words.value;
  const stopped = channel.state === "stopped";
  const since = channel.changed_at && shortTime(channel.changed_at, clock.value, w.language, w.now);
  return (
    <Record
      lead={<Icon name={channel.channel} />}
      title={
        <>
          {w.channels[channel.channel]} · <bdi dir="ltr">{number?.phone ?? channel.account}</bdi>
        </>
      }
      tags={<Tag tone={stopped ? "bad" : "good"}>{stopped ? w.settings.stopped : w.settings.working}</Tag>}
      actions={
        stopped &&
        admin && (
          <button
            class="button"
            type="button"
            aria-busy={busy}
            onClick={() => void save(() => resumeChannel(app, channel))}
          >
            <Icon name="reload" small /> {busy ? w.saving : w.sending.resume}
          </button>
        )
      }
    >
      {number?.name && <bdi>{number.name}</bdi>}
      {stopped && (
        <>
          <p>{channel.error && (w.sending.deliveryErrors[channel.error.code] ?? channel.error.title)}</p>
          <p>
            {since && `${w.settings.stoppedSince(since)} `}
            {admin ? w.settings.stoppedHint : w.settings.stoppedAskAdmin}
          </p>
        </>
      )}
      {failure && <Failure>{problemText(failure, w)}</Failure>}
    </Record>
  );
}

type Account = Pick<ChannelState, "channel" | "account">;
const keyOf = ({ channel, account }: Account) => `${channel}/${account}`;

function toWell({ channel, account }: Account): ChannelState {
  return { channel, account, state: "ok", error: null, changed_at: null, version: 0 };
}

/** The accounts that conversations came by, as far as they are loaded. */
function accountsInUse({ conversations }: State): ChannelState[] {
  const found = new Map<string, ChannelState>();
  for (const { channel, account } of conversations.values()) {
    found.set(keyOf({ channel, account }), toWell({ channel, account }));
  }
  return [...found.values()];
}

/** Stopped ones first. */
function withTroubled(used: ChannelState[], troubled: readonly ChannelState[]): ChannelState[] {
  const all = new Map([...used, ...troubled].map((one) => [keyOf(one), one]));
  const order = (one: ChannelState) => `${one.state === "stopped" ? 0 : 1} ${keyOf(one)}`;
  return [...all.values()].sort((a, b) => order(a).localeCompare(order(b)));
}
