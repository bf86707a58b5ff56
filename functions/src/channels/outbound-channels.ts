import type { ChannelConfig } from "../config.ts";
import type { LinkFiles } from "../media/link-files.ts";
import { sendToSources } from "./api.ts";
import type { OutboundChannels } from "./channel.ts";
import type { ReadFile } from "./upload-to-whatsapp.ts";
import { sendToWhatsApp } from "./whatsapp.ts";

/** Every channel's way out. */
export function outboundChannels(
  { whatsapp, sources }: ChannelConfig,
  readFile?: ReadFile,
  linkFiles?: LinkFiles,
): OutboundChannels {
  return { whatsapp: sendToWhatsApp(whatsapp, readFile), api: sendToSources(sources, linkFiles) };
}
