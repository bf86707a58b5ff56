import type { AuditAction, AuditChange } from "@live-chat/contract/audit.ts";
import {
  type CannedAnswer,
  type CannedAnswerBody,
  cannedAnswerBody,
  MAX_CANNED_ANSWERS,
} from "@live-chat/contract/canned-answers.ts";
import { auditLog, cannedAnswers, type Firestore } from "@live-chat/core/documents.ts";
import type { Request, RequestHandler } from "express";
import { type Actor, differences, doneAudit } from "../audit/new-audit.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

type Needed = Pick<Dependencies, "db">;

/** `GET /canned-answers`: all of them, by shortcut. */
export function listCannedAnswers({ db }: Needed): RequestHandler {
  return async (_request, response) => {
    const { docs } = await cannedAnswers(db).orderBy("shortcut").limit(MAX_CANNED_ANSWERS).get();
    response.json({ canned_answers: docs.map((doc) => doc.data()) });
  };
}

/** `POST /canned-answers`: 201 */
export function createCannedAnswer({ db }: Needed): RequestHandler {
  return async (request, response) => {
    const body = parseBody(cannedAnswerBody, request);
    response.status(201).json({ canned_answer: await write(db, agentOf(response), null, body) });
  };
}

/** `PUT /canned-answers/:id` replaces one. */
export function replaceCannedAnswer({ db }: Needed): RequestHandler {
  return async (request, response) => {
    const body = parseBody(cannedAnswerBody, request);
    const id = cannedAnswerIdOf(request);
    response.json({ canned_answer: await write(db, agentOf(response), id, body) });
  };
}

/** `DELETE /canned-answers/:id`: 204 */
export function deleteCannedAnswer({ db }: Needed): RequestHandler {
  return async (request, response) => {
    const ref = cannedAnswers(db).doc(cannedAnswerIdOf(request));
    await db.runTransaction(async (transaction) => {
      const answer = (await transaction.get(ref)).data();
      if (!answer) throw new ProblemError("canned_answer_not_found");
      const entry = toEntry(
        agentOf(response),
        "delete_canned_answer",
        answer,
        differences(inWords(answer), {}),
      );
      transaction.delete(ref);
      transaction.create(auditLog(db).doc(), entry);
    });
    response.status(204).end();
  };
}

function cannedAnswerIdOf(request: Request): string {
  const id = String(request.params.id);
  if (!/^[A-Za-z0-9]{20}$/.test(id)) throw new ProblemError("canned_answer_not_found");
  return id;
}

/** Writes one, a new one where `id` is null. They are few: all are read, to keep shortcuts apart and the number bounded. */
async function write(
  db: Firestore,
  agent: Actor,
  id: string | null,
  body: CannedAnswerBody,
): Promise<CannedAnswer> {
  const ref = id === null ? cannedAnswers(db).doc() : cannedAnswers(db).doc(id);
  return db.runTransaction(async (transaction) => {
    const { docs } = await transaction.get(cannedAnswers(db));
    const all = docs.map((doc) => doc.data());
    const before = all.find((one) => one.id === ref.id);
    const others = all.filter((one) => one !== before);
    if (id !== null && !before) throw new ProblemError("canned_answer_not_found");
    if (others.some(({ shortcut }) => shortcut === body.shortcut)) throw new ProblemError("shortcut_taken");
    if (others.length >= MAX_CANNED_ANSWERS) {
      throw new ProblemError("bad_request", `at most ${MAX_CANNED_ANSWERS} canned answers`);
    }
    const answer: CannedAnswer = { id: ref.id, ...body, updated_at: new Date().toISOString() };
    transaction.set(ref, answer);
    const changes = differences(before ? inWords(before) : {}, inWords(answer));
    const action = before ? "change_canned_answer" : "create_canned_answer";
    if (changes.length > 0) transaction.create(auditLog(db).doc(), toEntry(agent, action, answer, changes));
    return answer;
  });
}

function toEntry(agent: Actor, action: AuditAction, { id, shortcut }: CannedAnswer, changes: AuditChange[]) {
  return doneAudit(agent, action, { id, name: `/${shortcut}` }, changes);
}

/** What of it people choose. */
const inWords = ({ shortcut, text }: CannedAnswerBody) => ({ shortcut, text });
