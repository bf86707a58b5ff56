import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { countConversations } from "./count-conversations.ts";
import { eraseConversation } from "./erase-conversation.ts";
import { exportTranscript } from "./export-transcript.ts";
import { getConversation } from "./get-conversation.ts";
import { listConversations } from "./list-conversations.ts";
import { listMessages } from "./list-messages.ts";
import { listTemplates } from "./list-templates.ts";
import { markRead } from "./mark-read.ts";
import { markUnread } from "./mark-unread.ts";
import { refuseOtherMethods } from "./refuse-routes.ts";
import { requireAdmin } from "./require-admin.ts";
import { retryMessage } from "./retry-message.ts";
import { sendMessage } from "./send-message.ts";
import { startConversation } from "./start-conversation.ts";
import { tellTyping } from "./tell-typing.ts";
import { updateConversation } from "./update-conversation.ts";

/** The routes below `/conversations`. */
export function conversationRoutes(dependencies: Dependencies): Router {
  const routes = Router({ caseSensitive: true });
  routes.get("/conversations", listConversations(dependencies));
  routes.post("/conversations", startConversation(dependencies));
  routes.all("/conversations", refuseOtherMethods("GET", "POST"));
  routes.get("/conversations/counts", countConversations(dependencies));
  routes.all("/conversations/counts", refuseOtherMethods("GET"));
  routes.get("/conversations/:id", getConversation(dependencies));
  routes.patch("/conversations/:id", updateConversation(dependencies));
  routes.delete("/conversations/:id", requireAdmin, eraseConversation(dependencies));
  routes.all("/conversations/:id", refuseOtherMethods("GET", "PATCH", "DELETE"));
  routes.get("/conversations/:id/messages", listMessages(dependencies));
  routes.post("/conversations/:id/messages", sendMessage(dependencies));
  routes.all("/conversations/:id/messages", refuseOtherMethods("GET", "POST"));
  routes.post("/conversations/:id/messages/:message_id/retry", retryMessage(dependencies));
  routes.all("/conversations/:id/messages/:message_id/retry", refuseOtherMethods("POST"));
  routes.get("/conversations/:id/templates", listTemplates(dependencies));
  routes.all("/conversations/:id/templates", refuseOtherMethods("GET"));
  routes.post("/conversations/:id/read", markRead(dependencies));
  routes.all("/conversations/:id/read", refuseOtherMethods("POST"));
  routes.post("/conversations/:id/unread", markUnread(dependencies));
  routes.all("/conversations/:id/unread", refuseOtherMethods("POST"));
  routes.post("/conversations/:id/typing", tellTyping(dependencies));
  routes.all("/conversations/:id/typing", refuseOtherMethods("POST"));
  routes.get("/conversations/:id/transcript", exportTranscript(dependencies));
  routes.all("/conversations/:id/transcript", refuseOtherMethods("GET"));
  return routes;
}
