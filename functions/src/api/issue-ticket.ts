import * as tickets from "@live-chat/core/tickets.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { retryBriefly } from "../retry-briefly.ts";
import { agentOf } from "./authenticate.ts";

/** `POST /events/ticket`: a single-use pass to the stream, for an EventSource, which sends no headers. */
export function issueTicket({ redis }: Pick<Dependencies, "redis">): RequestHandler {
  return async (_request, response) => {
    const ticket = await retryBriefly(redis, () => tickets.issueTicket(redis, agentOf(response)));
    response.json(ticket);
  };
}
