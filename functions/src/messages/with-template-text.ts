import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import { conversationRef, type Firestore, messageRef } from "@live-chat/core/documents.ts";
import type { TemplateDirectory } from "../channels/template-directory.ts";
import { ProblemError } from "../problem.ts";
import { replyId } from "./message-document.ts";

/**
 * Gives a template its text, as the customer will read it, so that it can be stored like any message. Other bodies,
 * and templates that were stored before, are returned as they are. Throws `conversation_not_found`,
 * `template_not_found`, `bad_request`, `unavailable`.
 */
export async function withTemplateText(
  { db, templates }: { db: Firestore; templates: TemplateDirectory },
  conversationId: string,
  body: SendMessageBody,
): Promise<SendMessageBody> {
  if (!body.template) return body;
  const known = await messageRef(db, conversationId, replyId(conversationId, body.client_message_id)).get();
  if (known.exists) return body;
  const conversation = (await conversationRef(db, conversationId).get()).data();
  if (!conversation) throw new ProblemError("conversation_not_found");
  return { ...body, text: await templates.fill(conversation, body.template) };
}
