import type { ChannelConfig } from "../config.ts";
import { sendToSources } from "./api.ts";
import type { OutboundChannels } from "./channel.ts";
import type { ReadFile } from "./upload-to-whatsapp.ts";
import { sendToWhatsApp } from "./whatsapp.ts";

/** Every channel's way out. */
export function outboundChannels(
  { whatsapp, sources }: ChannelConfig,
  readFile?: ReadFile,
): OutboundChannels {
  return { whatsapp: sendToWhatsApp(whatsapp, readFile), api: sendToSources(sources) };
}
