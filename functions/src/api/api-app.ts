import { MAX_UPLOAD } from "@live-chat/contract/media.ts";
import express, { type Express } from "express";
import type { Dependencies } from "../dependencies.ts";
import { inTrace } from "../in-trace.ts";
import { answerProblem } from "../problem.ts";
import { readBody } from "../read-body.ts";
import { allowOrigins } from "./allow-origins.ts";
import { authenticate } from "./authenticate.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import { linkMedia, serveMedia } from "./get-media.ts";
import { integrationRoutes } from "./integration-routes.ts";
import { issueTicket } from "./issue-ticket.ts";
import { limitApiKeys } from "./limit-api-keys.ts";
import { limitRequests, type RequestLimit } from "./limit-requests.ts";
import { redirectEvents } from "./redirect-events.ts";
import { refuseOtherMethods, refuseUnknownPaths } from "./refuse-routes.ts";
import { secureHeaders } from "./secure-headers.ts";
import { stripPrefix } from "./strip-prefix.ts";
import { upload } from "./upload.ts";
import { workspaceRoutes } from "./workspace-routes.ts";

/** bytes; the longest text there may be, every character of it escaped, has a third of that. */
const MAX_BODY = 100_000;

/** The REST API, `/api/live-chat/…`: one file per route, every error answered in one place. */
export function createApiApp(dependencies: Dependencies, limit?: RequestLimit): Express {
  const app = express().disable("x-powered-by").disable("etag").enable("case sensitive routing");
  app.use(inTrace, secureHeaders, allowOrigins(dependencies.config.allowedOrigins), stripPrefix);

  // Before authentication: the gateway checks the ticket that is in the query.
  app.get("/events", redirectEvents(dependencies));
  app.all("/events", refuseOtherMethods("GET"));
  // And here the link itself says whom it is for.
  app.get("/media/:id", serveMedia(dependencies));

  app.use(authenticate(dependencies), limitRequests(limit), limitApiKeys);
  app.post("/uploads", readBody(MAX_UPLOAD), upload(dependencies));
  app.all("/uploads", refuseOtherMethods("POST"));
  app.use(readBody(MAX_BODY));
  app.get("/media/:id", linkMedia(dependencies));
  app.all("/media/:id", refuseOtherMethods("GET"));
  app.use(conversationRoutes(dependencies), workspaceRoutes(dependencies), integrationRoutes(dependencies));
  app.post("/events/ticket", issueTicket(dependencies));
  app.all("/events/ticket", refuseOtherMethods("POST"));

  app.use(refuseUnknownPaths, answerProblem);
  return app;
}
