import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MAX_PAGE } from "@live-chat/contract/rest.ts";
import { transcriptQuery } from "@live-chat/contract/transcript.ts";
import { conversationRef, toConversation } from "@live-chat/core/documents.ts";
import { listMessages } from "@live-chat/core/list-messages.ts";
import type { RequestHandler } from "express";
import { toTranscriptJson, toTranscriptText } from "../conversations/transcript.ts";
import type { Dependencies } from "../dependencies.ts";
import { parseQuery } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import { conversationIdOf } from "./parse-request.ts";

/**
 * `GET /conversations/:id/transcript`: all of it as a file, to keep or to hand to the customer. So what stays
 * among agents stays out, unless asked for.
 */
export function exportTranscript({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const id = conversationIdOf(request);
    const { format, notes } = parseQuery(transcriptQuery, request.originalUrl);
    const conversation = (await conversationRef(db, id).get()).data();
    if (!conversation) throw new ProblemError("conversation_not_found");
    const write = format === "json" ? toTranscriptJson : toTranscriptText;
    const transcript = write(toConversation(conversation), readAll(db, id, notes), notes);
    const [type, ending] = format === "json" ? ["application/json", "json"] : ["text/plain", "txt"];
    response.type(type).attachment(`conversation-${id}.${ending}`);
    response.set("Content-Type", `${type}; charset=utf-8`);
    await pipeline(Readable.from(transcript), response).catch((error) => {
      // Once it began, an error can only cut it short, which the browser shows as a failed download.
      if (!response.headersSent) throw error;
    });
  };
}

/** In pages, so that no conversation is too long. */
async function* readAll(db: Dependencies["db"], id: string, notes: boolean) {
  for (let after = 0; ; ) {
    const page = await listMessages(db, id, { after_seq: after, limit: MAX_PAGE });
    for (const message of page.messages) if (notes || message.direction !== "internal") yield message;
    if (!page.has_more) return;
    after = page.messages.at(-1)!.seq;
  }
}
