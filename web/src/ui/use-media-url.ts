import type { Attachment } from "@live-chat/contract/message.ts";
import { useEffect, useState } from "preact/hooks";
import { getMediaLink, needsLink } from "../actions/get-media-link.ts";
import { ownMediaUrl } from "../text/media-url.ts";
import { useApp } from "./app-context.ts";

export type MediaUrl = { state: "ready"; url: string } | { state: "loading" } | { state: "none" };

/** Where to load an attachment from; `none` where that would be outside, or the file is not to be had. */
export function useMediaUrl(attachment: Attachment): MediaUrl {
  const app = useApp();
  const own = ownMediaUrl(attachment);
  const asked = own !== null && needsLink(own);
  const [link, setLink] = useState<MediaUrl>({ state: "loading" });
  useEffect(() => {
    if (!asked) return;
    let wanted = true;
    getMediaLink(app, own)
      .then((url) => wanted && setLink({ state: "ready", url }))
      .catch(() => wanted && setLink({ state: "none" }));
    return () => {
      wanted = false;
    };
  }, [app, own, asked]);
  if (asked) return link;
  return own ? { state: "ready", url: own } : { state: "none" };
}
