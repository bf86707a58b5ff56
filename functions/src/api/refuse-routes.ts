import type { RequestHandler } from "express";
import { ProblemError } from "../problem.ts";

/** Ends a path's list of routes: 405, with the methods that are there. */
export function refuseOtherMethods(...allowed: string[]): RequestHandler {
  const allow = allowed.join(", ");
  return () => {
    throw new ProblemError("method_not_allowed", `allowed: ${allow}`, { headers: { Allow: allow } });
  };
}

export const refuseUnknownPaths: RequestHandler = () => {
  throw new ProblemError("not_found");
};
