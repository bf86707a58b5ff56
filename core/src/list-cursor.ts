import type { Conversation } from "@live-chat/contract/conversation.ts";

export class CursorError extends Error {
  override name = "CursorError";
}

/** Where a page of conversations ended; callers pass it back unread. */
export function toCursor({ last_activity_at, conversation_id }: Conversation): string {
  return Buffer.from(`${last_activity_at} ${conversation_id}`).toString("base64url");
}

/** Throws CursorError for anything that `toCursor` wouldn't make. */
export function parseCursor(cursor: string): { lastActivityAt: string; conversationId: string } {
  const text = Buffer.from(cursor, "base64url").toString();
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\w-]{1,128})$/.exec(text);
  if (!parts) throw new CursorError("not a cursor that a list gave");
  return { lastActivityAt: parts[1]!, conversationId: parts[2]! };
}
