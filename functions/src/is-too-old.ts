import { log } from "@live-chat/core/logger.ts";

/** Triggers are retried for about this long, in ms; dashboards have read it from Firestore since. */
const MAX_AGE = 24 * 60 * 60 * 1000;

/** Whether a trigger's event is too old to be published still; says so in the log, as it ends here. */
export function isTooOld({ id, time, document }: { id: string; time: string; document: string }): boolean {
  const age = Date.now() - Date.parse(time);
  if (age <= MAX_AGE) return false;
  log("ERROR", "trigger given up: its event is too old", { event: id, document, hours: age / 3_600_000 });
  return true;
}
