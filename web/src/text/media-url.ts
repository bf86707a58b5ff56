import type { Attachment } from "@live-chat/contract/message.ts";

/**
 * Where the dashboard may load an attachment from: our own origin, nothing else. Anything from outside would tell
 * a stranger when an agent looks, so it is only named (the page's policy forbids it as well).
 */
export function ownMediaUrl({ url }: Attachment, origin = window.location.origin): string | null {
  if (!url || !URL.canParse(url, origin)) return null;
  const resolved = new URL(url, origin);
  return resolved.origin === origin && resolved.pathname.length > 1 ? resolved.href : null;
}
