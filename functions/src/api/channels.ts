import {
  type ConversationDocument,
  channels as channelDocuments,
  deliveryQueues,
} from "@live-chat/core/documents.ts";
import type { Request, RequestHandler } from "express";
import { resumeChannel, toChannelState } from "../delivery/channel-state.ts";
import { doLater } from "../delivery/delivery-step.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";

/** Queues that are woken at once when a channel is told to go on; the others wake at their own times. */
const MOST_WOKEN = 500;

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
    const now = Date.now();
    const channel = await resumeChannel(db, place, now);
    const queues = deliveryQueues(db)
      .where("channel", "==", place.channel)
      .where("account", "==", place.account);
    const waiting = await queues.where("wait_until", ">", now).limit(MOST_WOKEN).get();
    for (const { ref, id } of waiting.docs) {
      await ref.update({ wait_until: 0 });
      const step = { do: "drain", conversation_id: id, due: now } as const;
      await doLater({ tasks: deliverySteps, now: Date.now }, step);
    }
    response.json({ channel: toChannelState(channel) });
  };
}

function placeOf(request: Request): Pick<ConversationDocument, "channel" | "account"> {
  const { channel, account } = request.params;
  if (channel !== "whatsapp" && channel !== "api") throw new ProblemError("not_found");
  return { channel, account: String(account) };
}
