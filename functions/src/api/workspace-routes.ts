import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { inviteAgent, listAgents, updateAgent } from "./agents.ts";
import {
  createCannedAnswer,
  deleteCannedAnswer,
  listCannedAnswers,
  replaceCannedAnswer,
} from "./canned-answers.ts";
import { listChannels, resume } from "./channels.ts";
import { listAudit } from "./list-audit.ts";
import { listNumbers } from "./list-numbers.ts";
import { getMe, updateMe } from "./me.ts";
import { refuseOtherMethods } from "./refuse-routes.ts";
import { requireAdmin } from "./require-admin.ts";
import { search } from "./search.ts";
import { getSettings, updateSettings } from "./settings.ts";
import { tellPresence } from "./tell-presence.ts";

/** The routes that are about no single conversation. Reading is for every agent; most of the changes for admins. */
export function workspaceRoutes(dependencies: Dependencies): Router {
  const routes = Router({ caseSensitive: true });
  routes.get("/search", search(dependencies));
  routes.all("/search", refuseOtherMethods("GET"));
  routes.get("/me", getMe(dependencies));
  routes.patch("/me", updateMe(dependencies));
  routes.all("/me", refuseOtherMethods("GET", "PATCH"));
  routes.post("/presence", tellPresence(dependencies));
  routes.all("/presence", refuseOtherMethods("POST"));
  routes.get("/settings", getSettings(dependencies));
  routes.patch("/settings", requireAdmin, updateSettings(dependencies));
  routes.all("/settings", refuseOtherMethods("GET", "PATCH"));
  routes.get("/agents", listAgents(dependencies));
  routes.post("/agents", requireAdmin, inviteAgent(dependencies));
  routes.all("/agents", refuseOtherMethods("GET", "POST"));
  routes.patch("/agents/:id", requireAdmin, updateAgent(dependencies));
  routes.all("/agents/:id", refuseOtherMethods("PATCH"));
  routes.get("/audit-log", requireAdmin, listAudit(dependencies));
  routes.all("/audit-log", refuseOtherMethods("GET"));
  routes.get("/canned-answers", listCannedAnswers(dependencies));
  routes.post("/canned-answers", requireAdmin, createCannedAnswer(dependencies));
  routes.all("/canned-answers", refuseOtherMethods("GET", "POST"));
  routes.put("/canned-answers/:id", requireAdmin, replaceCannedAnswer(dependencies));
  routes.delete("/canned-answers/:id", requireAdmin, deleteCannedAnswer(dependencies));
  routes.all("/canned-answers/:id", refuseOtherMethods("PUT", "DELETE"));
  routes.get("/channels", listChannels(dependencies));
  routes.all("/channels", refuseOtherMethods("GET"));
  routes.get("/numbers", listNumbers(dependencies));
  routes.all("/numbers", refuseOtherMethods("GET"));
  routes.post("/channels/:channel/:account/resume", requireAdmin, resume(dependencies));
  routes.all("/channels/:channel/:account/resume", refuseOtherMethods("POST"));
  return routes;
}
