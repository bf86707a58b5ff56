import type { ChannelConfig } from "../config.ts";
import { sendToSources } from "./api.ts";
import type { OutboundChannels } from "./channel.ts";
import { sendToWhatsApp } from "./whatsapp.ts";

/** Every channel's way out. */
export function outboundChannels({ whatsapp, sources }: ChannelConfig): OutboundChannels {
  return { whatsapp: sendToWhatsApp(whatsapp), api: sendToSources(sources) };
}
