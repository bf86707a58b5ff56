import type { Conversation } from "@live-chat/contract/conversation.ts";
import { MAX_SENT } from "@live-chat/contract/sendable-files.ts";
import type { App } from "../app.ts";
import { draftOf } from "../state/drafts.ts";
import { kindToSend, toTrayFile } from "../state/outgoing-file.ts";
import { trayOf, withTray } from "../state/trays.ts";
import { Hint } from "../text/hint.ts";
import { notify } from "./notify.ts";

/**
 * Puts files into a conversation's tray, in their order, with what stands against sending them. Photos that are too
 * large, or of a type that the channel doesn't take, are made into ones that it takes. A note holds no files.
 */
export async function chooseFiles(
  app: App,
  conversation: Conversation,
  files: readonly File[],
): Promise<void> {
  const { conversation_id: id, channel } = conversation;
  if (draftOf(app.store.state.peek(), id).type === "note") return notify(app, new Hint("noFilesInNotes"));
  const chosen = await Promise.all(
    files.map(async (file) => {
      const { blob, name } = await toSendable(conversation, file);
      return toTrayFile(channel, crypto.randomUUID(), blob, name);
    }),
  );
  app.store.change((state) => withTray(state, id, [...trayOf(state, id), ...chosen]));
}

export function removeFromTray(app: App, conversationId: string, fileId: string): void {
  app.store.change((state) => {
    const rest = trayOf(state, conversationId).filter((one) => one.id !== fileId);
    return withTray(state, conversationId, rest);
  });
}

async function toSendable({ channel }: Conversation, file: File): Promise<{ blob: Blob; name: string }> {
  const taken = kindToSend(channel, file.type) === "image" && file.size <= MAX_SENT.image;
  // A GIF would lose what moves.
  if (taken || !/^image\/(?!gif)/.test(file.type)) return { blob: file, name: file.name };
  try {
    const { shrinkPhoto } = await import("../media/shrink-photo.ts");
    return { blob: await shrinkPhoto(file), name: `${file.name.replace(/\.\w+$/, "")}.jpg` };
  } catch {
    return { blob: file, name: file.name };
  }
}
