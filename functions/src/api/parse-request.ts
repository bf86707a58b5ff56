import type { Request } from "express";
import type * as v from "valibot";
import { contentTypeOf } from "../keep-bodies-raw.ts";
import { parseInput } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import { parseJson, type RawRequest } from "../read-body.ts";

/** The request's JSON body as the schema's type. Throws `bad_request`, `invalid_json`. */
export function parseBody<S extends v.GenericSchema>(schema: S, request: RawRequest): v.InferOutput<S> {
  const type = contentTypeOf(request)?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new ProblemError("bad_request", "send Content-Type: application/json");
  }
  return parseInput(schema, parseJson(request.rawBody ?? Buffer.alloc(0)));
}

/** The `:id` of the path. What can't be an id of ours is one that nobody has: `conversation_not_found`. */
export function conversationIdOf(request: Request): string {
  const id = String(request.params.id);
  if (!/^(?!__.*__$)[\w-]{1,128}$/.test(id)) throw new ProblemError("conversation_not_found");
  return id;
}

/** The `:message_id` of the path; what can't be one of ours is `message_not_found`. */
export function messageIdOf(request: Request): string {
  const id = String(request.params.message_id);
  if (!/^(?!__.*__$)[\w-]{1,128}$/.test(id)) throw new ProblemError("message_not_found");
  return id;
}
