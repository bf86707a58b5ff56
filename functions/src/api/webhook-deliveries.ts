import { listDeliveriesQuery } from "@live-chat/contract/webhook-endpoints.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { deliveries, endpoints, toDelivery } from "../outgoing-webhooks/documents.ts";
import { queueAttempt } from "../outgoing-webhooks/notify-endpoints.ts";
import { parseQuery } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import { endpointIdOf } from "./webhook-endpoints.ts";

const DEFAULT_LIMIT = 50;

/** `GET /webhook-endpoints/:id/deliveries`: the log of the last seven days, newest first. */
export function listDeliveries({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const id = endpointIdOf(request);
    const { limit = DEFAULT_LIMIT, after } = parseQuery(listDeliveriesQuery, request.originalUrl);
    const [endpoint, last] = await Promise.all([
      endpoints(db).doc(id).get(),
      after ? deliveries(db, id).doc(after).get() : null,
    ]);
    if (!endpoint.exists) throw new ProblemError("endpoint_not_found");
    if (last && !last.exists) throw new ProblemError("delivery_not_found");
    const newest = deliveries(db, id)
      .orderBy("created_at", "desc")
      .limit(limit + 1);
    const { docs } = await (last ? newest.startAfter(last) : newest).get();
    const page = docs.slice(0, limit).map((document) => toDelivery(document.data()));
    response.json({ deliveries: page, has_more: docs.length > limit });
  };
}

/** `POST …/deliveries/:delivery_id/replay`: sends an event again, with the same id and body. */
export function replayDelivery({
  db,
  webhookTasks,
}: Pick<Dependencies, "db" | "webhookTasks">): RequestHandler {
  return async (request, response) => {
    const endpointRef = endpoints(db).doc(endpointIdOf(request));
    const deliveryRef = deliveries(db, endpointRef.id).doc(deliveryIdOf(request.params.delivery_id));
    const replayed = await db.runTransaction(async (transaction) => {
      const endpoint = (await transaction.get(endpointRef)).data();
      const delivery = (await transaction.get(deliveryRef)).data();
      if (!endpoint) throw new ProblemError("endpoint_not_found");
      if (!delivery) throw new ProblemError("delivery_not_found");
      if (endpoint.status === "disabled") throw new ProblemError("endpoint_disabled", "make it active first");
      const after = {
        ...delivery,
        status: "pending" as const,
        next_attempt_at: new Date().toISOString(),
        tries: 0,
        replays: delivery.replays + 1,
      };
      transaction.set(deliveryRef, after);
      return after;
    });
    await queueAttempt(webhookTasks, replayed);
    response.status(202).json({ delivery: toDelivery(replayed) });
  };
}

function deliveryIdOf(id: unknown): string {
  if (!/^(?!__.*__$)[\w-]{1,128}$/.test(String(id))) throw new ProblemError("delivery_not_found");
  return String(id);
}
