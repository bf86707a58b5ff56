import { DEFAULT_SETTINGS, type Settings, updateSettingsBody } from "@live-chat/contract/settings.ts";
import { auditLog, settingsRef } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import { differences, doneAudit } from "../audit/new-audit.ts";
import type { Dependencies } from "../dependencies.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

/** `GET /settings` */
export function getSettings({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (_request, response) => {
    const settings: Settings = { ...DEFAULT_SETTINGS, ...(await settingsRef(db).get()).data() };
    response.json({ settings });
  };
}

/** `PATCH /settings`: what isn't mentioned stays. */
export function updateSettings({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const changes = parseBody(updateSettingsBody, request);
    const settings = await db.runTransaction(async (transaction) => {
      const before: Settings = { ...DEFAULT_SETTINGS, ...(await transaction.get(settingsRef(db))).data() };
      const after: Settings = { ...before, ...changes };
      transaction.set(settingsRef(db), after);
      const found = differences(inWords(before), inWords(after));
      if (found.length > 0) {
        const entry = doneAudit(agentOf(response), "change_settings", { id: "", name: null }, found);
        transaction.create(auditLog(db).doc(), entry);
      }
      return after;
    });
    response.json({ settings });
  };
}

/** The settings as the audit log keeps them. */
const inWords = ({ labels, mark_read_on_channel }: Settings) => ({
  labels: labels.map(({ name, color }) => `${name} (${color})`),
  mark_read_on_channel,
});
