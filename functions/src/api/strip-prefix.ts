import type { RequestHandler } from "express";

/**
 * Through Hosting the whole path arrives; at the function's own address the runtime has taken `/api`, its name,
 * away. Routes see the path without either.
 */
export const stripPrefix: RequestHandler = (request, _response, next) => {
  const stripped = request.url.replace(/^(\/api)?\/live-chat(?=[/?]|$)/, "");
  request.url = stripped.startsWith("/") ? stripped : `/${stripped}`;
  next();
};
