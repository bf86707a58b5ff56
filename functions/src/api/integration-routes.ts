import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
import { refuseOtherMethods } from "./refuse-routes.ts";
import { requireAdmin } from "./require-admin.ts";
import { listDeliveries, replayDelivery } from "./webhook-deliveries.ts";
import { createEndpoint, deleteEndpoint, listEndpoints, updateEndpoint } from "./webhook-endpoints.ts";

/** The routes by which admins let other systems in, and have them told what happens. */
export function integrationRoutes(dependencies: Dependencies): Router {
  const routes = Router({ caseSensitive: true });
  routes.use(["/api-keys", "/webhook-endpoints"], requireAdmin);
  routes.get("/api-keys", listApiKeys(dependencies));
  routes.post("/api-keys", createApiKey(dependencies));
  routes.all("/api-keys", refuseOtherMethods("GET", "POST"));
  routes.delete("/api-keys/:id", revokeApiKey(dependencies));
  routes.all("/api-keys/:id", refuseOtherMethods("DELETE"));
  routes.get("/webhook-endpoints", listEndpoints(dependencies));
  routes.post("/webhook-endpoints", createEndpoint(dependencies));
  routes.all("/webhook-endpoints", refuseOtherMethods("GET", "POST"));
  routes.patch("/webhook-endpoints/:id", updateEndpoint(dependencies));
  routes.delete("/webhook-endpoints/:id", deleteEndpoint(dependencies));
  routes.all("/webhook-endpoints/:id", refuseOtherMethods("PATCH", "DELETE"));
  routes.get("/webhook-endpoints/:id/deliveries", listDeliveries(dependencies));
  routes.all("/webhook-endpoints/:id/deliveries", refuseOtherMethods("GET"));
  routes.post("/webhook-endpoints/:id/deliveries/:delivery_id/replay", replayDelivery(dependencies));
  routes.all("/webhook-endpoints/:id/deliveries/:delivery_id/replay", refuseOtherMethods("POST"));
  return routes;
}
