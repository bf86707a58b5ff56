import { PRESENCE_TTL, type Presence, presenceBody } from "@live-chat/contract/ephemeral.ts";
import { publishEphemeral } from "@live-chat/core/ephemeral.ts";
import { rememberPresence } from "@live-chat/core/presence.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

/** `POST /presence`: tells everybody connected where the agent is, and the agent who else is there. */
export function tellPresence({ redis }: Pick<Dependencies, "redis">): RequestHandler {
  return async (request, response) => {
    const { conversation_id, status } = parseBody(presenceBody, request);
    const { id, name } = agentOf(response);
    const online = status === "online";
    const presence: Presence = {
      agent: { id, name },
      conversation_id: online ? conversation_id : null,
      status,
      ttl: online ? PRESENCE_TTL : 0,
    };
    const present = await rememberPresence(redis, presence);
    await publishEphemeral(redis, { event: "presence", data: presence });
    response.json({ present });
  };
}
