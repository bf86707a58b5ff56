import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const traces = new AsyncLocalStorage<string>();

/** W3C `traceparent`: version, trace id, span id, flags. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}/;
/** Google's older header: trace id, span id, options. */
const CLOUD_TRACE = /^(?!0{32})([\da-f]{32})(\/|;|$)/i;

/** The trace id (32 hex digits) that a request came with; null if it came with none. */
export function readTrace(headers: IncomingHttpHeaders): string | null {
  const { traceparent, "x-cloud-trace-context": cloudTrace } = headers;
  const found = TRACEPARENT.exec(String(traceparent ?? "")) ?? CLOUD_TRACE.exec(String(cloudTrace ?? ""));
  return found?.[1]?.toLowerCase() ?? null;
}

export const newTrace = () => randomBytes(16).toString("hex");

/** Runs `work`; whatever it logs, also later, is logged under this trace. Null or undefined: under none. */
export function withTrace<T>(trace: string | null | undefined, work: () => T): T {
  return trace ? traces.run(trace, work) : work();
}

/** The trace under which this code runs. */
export const currentTrace = (): string | undefined => traces.getStore();
