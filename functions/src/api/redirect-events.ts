import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";

/** Hosting can't stream: whoever asks it for the events is sent to the gateway, ticket and all. */
export function redirectEvents({ config }: Pick<Dependencies, "config">): RequestHandler {
  return (request, response) => {
    const queryStart = request.originalUrl.indexOf("?");
    const query = queryStart < 0 ? "" : request.originalUrl.slice(queryStart);
    response.redirect(307, `${config.gatewayUrl}/api/live-chat/events${query}`);
  };
}
