import { MAX_WEBHOOK_SIZE } from "@live-chat/contract/messages-webhook.ts";
import express, { type Express, Router } from "express";
import { refuseOtherMethods, refuseUnknownPaths } from "../api/refuse-routes.ts";
import { secureHeaders } from "../api/secure-headers.ts";
import type { WebhookDependencies } from "../dependencies.ts";
import { inTrace } from "../in-trace.ts";
import { answerProblem } from "../problem.ts";
import { readBody } from "../read-body.ts";
import { answerHandshake } from "./answer-handshake.ts";
import { receiveMessagesWebhook, receiveWhatsAppWebhook } from "./receive-webhook.ts";

/** The webhooks: under `/api/webhooks` through Hosting, at the root of the function's own address. */
export function createWebhooksApp(dependencies: WebhookDependencies): Express {
  const body = readBody(MAX_WEBHOOK_SIZE);
  const routes = Router({ caseSensitive: true });
  routes.get("/whatsapp", answerHandshake(dependencies));
  routes.post("/whatsapp", body, receiveWhatsAppWebhook(dependencies));
  routes.all("/whatsapp", refuseOtherMethods("GET", "POST"));
  routes.post("/messages/:source", body, receiveMessagesWebhook(dependencies));
  routes.all("/messages/:source", refuseOtherMethods("POST"));

  const app = express().disable("x-powered-by").disable("etag");
  app.use(inTrace, secureHeaders);
  app.use("/api/webhooks", routes);
  app.use(routes, refuseUnknownPaths, answerProblem);
  return app;
}
