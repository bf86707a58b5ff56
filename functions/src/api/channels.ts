import { type ConversationDocument, channels as channelDocuments } from "@live-chat/core/documents.ts";
import type { Request, RequestHandler } from "express";
import { audited } from "../audit/audited.ts";
import { newAudit } from "../audit/new-audit.ts";
import { resumeChannel, toChannelState } from "../delivery/channel-state.ts";
import { wakeQueues } from "../delivery/wake-queues.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";

/** `GET /channels`: how each account does that was ever in trouble; all others do well. */
export function listChannels({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (_request, response) => {
    const { docs } = await channelDocuments(db).get();
    response.json({ channels: docs.map((doc) => toChannelState(doc.data())) });
  };
}

/** `POST /channels/:channel/:account/resume`: somebody mended it; what waits is tried now. */
export function resume({ db, deliverySteps }: Pick<Dependencies, "db" | "deliverySteps">): RequestHandler {
  return async (request, response) => {
    const place = placeOf(request);
    const entry = newAudit(agentOf(response), "resume_channel", { id: place.account, name: place.channel });
    const channel = await audited(db, entry, async () => {
      const resumed = await resumeChannel(db, place, Date.now());
      await wakeQueues({ db, tasks: deliverySteps, now: Date.now }, place);
      return resumed;
    });
    response.json({ channel: toChannelState(channel) });
  };
}

function placeOf(request: Request): Pick<ConversationDocument, "channel" | "account"> {
  const { channel, account } = request.params;
  if (channel !== "whatsapp" && channel !== "api") throw new ProblemError("not_found");
  return { channel, account: String(account) };
}
