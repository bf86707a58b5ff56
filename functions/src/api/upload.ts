import { randomBytes } from "node:crypto";
import { type Upload, uploadQuery } from "@live-chat/contract/media.ts";
import type { RequestHandler } from "express";
import { Timestamp } from "firebase-admin/firestore";
import type { Dependencies } from "../dependencies.ts";
import { contentTypeOf } from "../keep-bodies-raw.ts";
import { media } from "../media/documents.ts";
import { FileRefusedError, type KeptFile, keepFile } from "../media/keep-file.ts";
import { toFileName } from "../media/to-file-name.ts";
import { parseQuery } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import type { RawRequest } from "../read-body.ts";
import { agentOf } from "./authenticate.ts";

/** An upload that nobody sends is forgotten after this time, in ms. */
const WAITS = 24 * 60 * 60 * 1000;

/** `POST /uploads?name`: keeps the body as a file that a message can bring along. */
export function upload({ db, media: { store } }: Pick<Dependencies, "db" | "media">): RequestHandler {
  return async (request: RawRequest, response) => {
    const name = toFileName(parseQuery(uploadQuery, request.originalUrl).name);
    const upload_id = randomBytes(15).toString("base64url");
    const kept = await keep(store, upload_id, request);
    const now = Date.now();
    await media(db)
      .doc(upload_id)
      .create({
        ...kept,
        media_id: upload_id,
        name,
        conversation_id: null,
        message_id: null,
        uploaded_by: agentOf(response).id,
        created_at: new Date(now).toISOString(),
        expires_at: Timestamp.fromMillis(now + WAITS),
      });
    const answer: Upload = { upload_id, ...kept, name, expires_at: new Date(now + WAITS).toISOString() };
    response.status(201).json({ upload: answer });
  };
}

async function keep(
  store: Dependencies["media"]["store"],
  id: string,
  request: RawRequest,
): Promise<KeptFile> {
  async function* body() {
    yield request.rawBody ?? Buffer.alloc(0);
  }
  try {
    return await keepFile(store, id, body(), contentTypeOf(request) ?? null);
  } catch (error) {
    if (!(error instanceof FileRefusedError)) throw error;
    throw new ProblemError(error.code === "too_large" ? "too_large" : "bad_request", error.message);
  }
}
