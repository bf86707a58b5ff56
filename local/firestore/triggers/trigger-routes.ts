import type { HttpAnswer, HttpRequest, HttpRoute } from "../http-routes.ts";
import {
  parseBackgroundTrigger,
  parseEventarcTrigger,
  type Trigger,
  TriggerRegistrationError,
} from "./trigger.ts";

/** What the routes need of `Triggers`. */
interface TriggerRegistry {
  register(trigger: Trigger): void;
  remove(project: string, id: string): boolean;
}

const FIRST_GEN = "/emulator/v1/projects/:project/triggers/:id";
const SECOND_GEN = "/emulator/v1/projects/:project/eventarcTrigger";

/** Returns the routes by which the functions emulator registers functions, as the official emulator has them. */
export function triggerRoutes(triggers: TriggerRegistry): HttpRoute[] {
  const register = (parse: typeof parseEventarcTrigger) => (request: HttpRequest) =>
    answerRegistration(() => {
      triggers.register(parse(request.params.project!, triggerId(request), parseJson(request.body)));
      return { status: 200, body: {} };
    });
  const remove = (request: HttpRequest) =>
    answerRegistration(() => {
      const removed = triggers.remove(request.params.project!, triggerId(request));
      return removed ? { status: 200, body: {} } : badRequest(404, `no trigger "${triggerId(request)}"`);
    });
  return [
    { method: "PUT", pattern: FIRST_GEN, handle: register(parseBackgroundTrigger) },
    { method: "DELETE", pattern: FIRST_GEN, handle: remove },
    { method: "POST", pattern: SECOND_GEN, handle: register(parseEventarcTrigger) },
    { method: "DELETE", pattern: SECOND_GEN, handle: remove },
  ];
}

function triggerId({ params, query }: HttpRequest): string {
  const id = params.id ?? query.get("eventarcTriggerId");
  if (!id) throw new TriggerRegistrationError("the trigger's id is missing (eventarcTriggerId)");
  return id;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new TriggerRegistrationError("the body is not JSON");
  }
}

function answerRegistration(answer: () => HttpAnswer): HttpAnswer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof TriggerRegistrationError) return badRequest(400, error.message);
    throw error;
  }
}

function badRequest(code: number, message: string): HttpAnswer {
  return { status: code, body: { error: { code, message } } };
}
