import { newTrace, readTrace, withTrace } from "@live-chat/core/trace.ts";
import type { RequestHandler } from "express";

/** Whatever a request leads to is logged under its trace: the one it came with, or a new one. */
export const inTrace: RequestHandler = (request, _response, next) =>
  withTrace(readTrace(request.headers) ?? newTrace(), next);
