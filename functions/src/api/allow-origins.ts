import type { RequestHandler } from "express";

/** CORS for the listed origins only. Through Hosting the dashboard is same-origin and needs none of it. */
export function allowOrigins(allowed: string[]): RequestHandler {
  return (request, response, next) => {
    response.vary("Origin");
    const origin = request.get("origin");
    if (origin !== undefined && allowed.includes(origin)) {
      response.set({
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Expose-Headers": "Retry-After",
        "Access-Control-Max-Age": "7200",
      });
    }
    if (request.method === "OPTIONS") response.status(204).end();
    else next();
  };
}
