import { DEFAULT_SETTINGS, type Settings, updateSettingsBody } from "@live-chat/contract/settings.ts";
import { settingsRef } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
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
      const before = (await transaction.get(settingsRef(db))).data();
      const after: Settings = { ...DEFAULT_SETTINGS, ...before, ...changes };
      transaction.set(settingsRef(db), after);
      return after;
    });
    response.json({ settings });
  };
}
