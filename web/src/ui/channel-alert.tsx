import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { stoppedChannels } from "../state/workspace.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { addressOfSettings } from "./route.ts";
import "./channel-alert.css";

/** Says above the list that nothing leaves by a channel, and leads to why. */
export function ChannelAlert() {
  const { store } = useApp();
  const stopped = useComputed(() => stoppedChannels(store.state.value)).value;
  const w = words.value;
  return (
    <div role="status">
      {stopped.map(({ channel, account }) => (
        <a
          key={`${channel}/${account}`}
          class="channel-alert"
          href={addressOfSettings("channels")}
          title={account}
        >
          <Icon name="alert" small />
          <span>
            {w.channelStopped(w.channels[channel])} <u>{w.details}</u>
          </span>
        </a>
      ))}
    </div>
  );
}
