import express, { type Request, type RequestHandler } from "express";
import { ProblemError } from "./problem.ts";

/** Deployed and emulated requests carry their bytes in `rawBody`; here they do under any server. */
export type RawRequest = Request & { rawBody?: Buffer };

/**
 * Puts the body's bytes into `request.rawBody`: in a Cloud Function they are there already, since its runtime
 * reads every body before our app runs; elsewhere they are read here. Throws `too_large` beyond `limit` bytes.
 */
export function readBody(limit: number): RequestHandler {
  const readRaw = express.raw({ type: () => true, limit, inflate: true });
  return (request: RawRequest, response, next) => {
    if (request.rawBody) return next(checkSize(request.rawBody, limit));
    readRaw(request, response, (error?: unknown) => {
      request.rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      next(error);
    });
  };
}

/** Takes a body's bytes, returns what its JSON says; throws `invalid_json`. */
export function parseJson(rawBody: Buffer): unknown {
  try {
    const text = utf8.decode(rawBody);
    return /\\ud[89a-f]/i.test(text) ? JSON.parse(text, toWellFormed) : JSON.parse(text);
  } catch {
    throw new ProblemError("invalid_json");
  }
}

/** JSON may escape half a character, which Firestore, being UTF-8, would refuse. */
const toWellFormed = (_key: string, value: unknown) =>
  typeof value === "string" ? value.toWellFormed() : value;

const utf8 = new TextDecoder("utf-8", { fatal: true });

function checkSize(rawBody: Buffer, limit: number): ProblemError | undefined {
  return rawBody.length > limit ? new ProblemError("too_large", `at most ${limit} bytes`) : undefined;
}
