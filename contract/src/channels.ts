import * as v from "valibot";
import { channelName, count, isoTime } from "./common.ts";
import { deliveryError } from "./message.ts";

/** How one of our accounts on a channel does. `stopped`: nothing leaves until what `error` names is mended. */
export const channelState = v.object({
  channel: channelName,
  account: v.string(),
  state: v.picklist(["ok", "stopped"]),
  error: v.nullable(deliveryError),
  changed_at: v.nullable(isoTime),
  version: count,
});
export type ChannelState = v.InferOutput<typeof channelState>;

export const channelsAnswer = v.object({ channels: v.array(channelState) });
/** A number of ours that conversations can be started from; `account` names it in them. */
export const ownNumber = v.object({
  channel: channelName,
  account: v.string(),
  /** As the channel writes it: `+1 555 0100`. */
  phone: v.string(),
  /** What customers see us as. */
  name: v.nullable(v.string()),
});
export type OwnNumber = v.InferOutput<typeof ownNumber>;
export const ownNumbersAnswer = v.object({ numbers: v.array(ownNumber) });
export const channelAnswer = v.object({ channel: channelState });
