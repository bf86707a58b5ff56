import { currentTrace } from "./trace.ts";

export type Severity = "DEBUG" | "INFO" | "NOTICE" | "WARNING" | "ERROR" | "CRITICAL";

/**
 * Writes one line in Cloud Logging's structured format. Fields are ids, counts, times and codes:
 * never a message's text, a token or a secret.
 * `trace` is a trace id (32 hex digits), by default the one under which the caller runs; with
 * GOOGLE_CLOUD_PROJECT it links the line to all others of its trace.
 */
export function log(
  severity: Severity,
  message: string,
  fields: { trace?: string; [name: string]: unknown } = {},
): void {
  const { trace = currentTrace(), ...rest } = fields;
  const project = process.env.GOOGLE_CLOUD_PROJECT ?? process.env.GCLOUD_PROJECT;
  const linked =
    trace && project ? { "logging.googleapis.com/trace": `projects/${project}/traces/${trace}` } : {};
  const line = JSON.stringify({ severity, message, time: new Date().toISOString(), ...rest, ...linked });
  (severity === "ERROR" || severity === "CRITICAL" ? process.stderr : process.stdout).write(`${line}\n`);
}
