import type { ChannelState } from "@live-chat/contract/channels.ts";
import { useComputed } from "@preact/signals";
import { resumeChannel } from "../actions/integrations.ts";
import { notify } from "../actions/notify.ts";
import { words } from "../language/words.ts";
import { stoppedChannels } from "../state/workspace.ts";
import { useApp } from "./app-context.ts";
import { useSaving } from "./form/use-saving.ts";
import { Icon } from "./icon.tsx";
import { useAdmin } from "./use-admin.ts";
import "./channel-banner.css";

/** Says that nothing leaves by a channel, and why; an admin who has mended it may let it go on. */
export function ChannelBanners() {
  const { store } = useApp();
  const stopped = useComputed(() => stoppedChannels(store.state.value)).value;
  return (
    <>
      {stopped.map((channel) => (
        <ChannelBanner key={`${channel.channel} ${channel.account}`} channel={channel} />
      ))}
    </>
  );
}

function ChannelBanner({ channel }: { channel: ChannelState }) {
  const app = useApp();
  const admin = useAdmin();
  const { save, busy } = useSaving();
  const w = words.value;
  const { error } = channel;
  const reason = error && (w.sending.deliveryErrors[error.code] ?? error.title);
  const resume = () => save(() => resumeChannel(app, channel).catch((failure) => notify(app, failure)));
  return (
    <div class="channel-banner" role="status" data-testid="channel-banner">
      <Icon name="alert" small />
      <p>
        <strong>{w.sending.channelStopped(w.channels[channel.channel])}</strong> {reason}{" "}
        {!admin && w.callAdmin}
      </p>
      {admin && (
        <button class="button" type="button" aria-busy={busy} onClick={() => void resume()}>
          {w.sending.resume}
        </button>
      )}
    </div>
  );
}
