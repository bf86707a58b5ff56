import type { RequestHandler } from "express";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";

/** Lets only admins on. Throws `admin_required`. */
export const requireAdmin: RequestHandler = (_request, response, next) => {
  if (agentOf(response).role !== "admin") throw new ProblemError("admin_required");
  next();
};
