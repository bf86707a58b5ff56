import { randomBytes } from "node:crypto";
import {
  createEndpointBody,
  type UpdateEndpointBody,
  updateEndpointBody,
} from "@live-chat/contract/webhook-endpoints.ts";
import { auditLog } from "@live-chat/core/documents.ts";
import type { Request, RequestHandler } from "express";
import { audited } from "../audit/audited.ts";
import { differences, doneAudit, newAudit } from "../audit/new-audit.ts";
import type { Dependencies } from "../dependencies.ts";
import { checkFetchUrl } from "../net/check-fetch-url.ts";
import { FetchError } from "../net/fetch-error.ts";
import { type EndpointDocument, endpoints, toEndpoint } from "../outgoing-webhooks/documents.ts";
import { endpointsChanged } from "../outgoing-webhooks/endpoint-directory.ts";
import { newSecret } from "../outgoing-webhooks/new-secret.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

type Needed = Pick<Dependencies, "db" | "redis" | "config">;

/** Every event is written once per endpoint, so there is an end to them. */
const MAX_ENDPOINTS = 20;

/** `GET /webhook-endpoints` */
export function listEndpoints({ db }: Pick<Needed, "db">): RequestHandler {
  return async (_request, response) => {
    const { docs } = await endpoints(db).orderBy("created_at").get();
    response.json({ endpoints: docs.map((document) => toEndpoint(document.data())) });
  };
}

/** `POST /webhook-endpoints`: the answer is the only one that ever shows the secret. */
export function createEndpoint({ db, redis, config }: Needed): RequestHandler {
  return async (request, response) => {
    const body = parseBody(createEndpointBody, request);
    checkUrl(body.url, config.allowPrivateWebhooks);
    const endpoint: EndpointDocument = {
      endpoint_id: randomBytes(15).toString("base64url"),
      url: body.url,
      description: body.description,
      events: [...new Set(body.events)],
      status: "active",
      disabled_reason: null,
      failing_since: null,
      created_at: new Date().toISOString(),
      version: 1,
      secret: newSecret(),
    };
    await db.runTransaction(async (transaction) => {
      const { size } = await transaction.get(endpoints(db).select());
      if (size >= MAX_ENDPOINTS) throw new ProblemError("bad_request", `at most ${MAX_ENDPOINTS} endpoints`);
      transaction.create(endpoints(db).doc(endpoint.endpoint_id), endpoint);
      const changes = differences({}, inWords(endpoint));
      const entry = doneAudit(agentOf(response), "create_endpoint", toTarget(endpoint), changes);
      transaction.create(auditLog(db).doc(), entry);
    });
    await endpointsChanged(redis);
    response.status(201).json({ endpoint: toEndpoint(endpoint), secret: endpoint.secret });
  };
}

/** `PATCH /webhook-endpoints/:id`: what isn't mentioned stays; made active again, it begins afresh. */
export function updateEndpoint({ db, redis, config }: Needed): RequestHandler {
  return async (request, response) => {
    const body = parseBody(updateEndpointBody, request);
    if (body.url !== undefined) checkUrl(body.url, config.allowPrivateWebhooks);
    const ref = endpoints(db).doc(endpointIdOf(request));
    const endpoint = await db.runTransaction(async (transaction) => {
      const before = (await transaction.get(ref)).data();
      if (!before) throw new ProblemError("endpoint_not_found");
      const after = { ...before, ...toChanges(body), version: before.version + 1 };
      transaction.set(ref, after);
      const changes = differences(inWords(before), inWords(after));
      if (changes.length > 0) {
        const entry = doneAudit(agentOf(response), "change_endpoint", toTarget(before), changes);
        transaction.create(auditLog(db).doc(), entry);
      }
      return after;
    });
    await endpointsChanged(redis);
    response.json({ endpoint: toEndpoint(endpoint) });
  };
}

/** `DELETE /webhook-endpoints/:id`, with its log. */
export function deleteEndpoint({ db, redis }: Pick<Needed, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const ref = endpoints(db).doc(endpointIdOf(request));
    const endpoint = (await ref.get()).data();
    if (!endpoint) throw new ProblemError("endpoint_not_found");
    const changes = differences(inWords(endpoint), {});
    const entry = newAudit(agentOf(response), "delete_endpoint", toTarget(endpoint), changes);
    await audited(db, entry, () => db.recursiveDelete(ref));
    await endpointsChanged(redis);
    response.status(204).end();
  };
}

/** The `:id` of the path; what can't be an id of ours is one that nobody has. Throws `endpoint_not_found`. */
export function endpointIdOf(request: Request): string {
  const id = String(request.params.id);
  if (!/^(?!__.*__$)[\w-]{1,128}$/.test(id)) throw new ProblemError("endpoint_not_found");
  return id;
}

function toChanges({ url, description, events, status }: UpdateEndpointBody): Partial<EndpointDocument> {
  return {
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(events === undefined ? {} : { events: [...new Set(events)] }),
    ...(status === "active" ? { status, disabled_reason: null, failing_since: null } : {}),
    ...(status === "disabled" ? { status, disabled_reason: "An admin disabled it." } : {}),
  };
}

/** How the audit log calls it. */
const toTarget = ({ endpoint_id, url, description }: EndpointDocument) => ({
  id: endpoint_id,
  name: description || url,
});

/** What of it admins choose. */
const inWords = ({ url, description, events, status }: EndpointDocument) => ({
  url,
  description,
  events,
  status,
});

/** Tells at once what can be told before the name is looked up; the rest shows at the first delivery. */
function checkUrl(url: string, allowPrivate: boolean): void {
  try {
    checkFetchUrl(url, allowPrivate);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new ProblemError("bad_request", error.message, {
      errors: [{ pointer: "/url", detail: error.message }],
    });
  }
}
