import { once } from "node:events";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, RequestHandler, Response } from "express";
import type { Dependencies } from "../dependencies.ts";
import { type MediaDocument, media } from "../media/documents.ts";
import { isShown } from "../media/media-type.ts";
import { parseRange } from "../media/parse-range.ts";
import { isSignedUrl, signMediaUrl } from "../media/sign-media-url.ts";
import { toDisposition } from "../media/to-file-name.ts";
import { ProblemError } from "../problem.ts";

type Needed = Pick<Dependencies, "db" | "media">;

/** Whatever it is: no script in it runs, nothing is loaded by it, and no page holds it in a frame. */
const LOCKED_UP =
  "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** `GET /media/:id?expires&signature`: the file itself, for an `<img>`, which sends no token. */
export function serveMedia({ db, media: { store, signingKey } }: Needed): RequestHandler {
  return async (request, response, next) => {
    const query = new URLSearchParams(/\?.*/s.exec(request.originalUrl)?.[0]);
    const link = { expires: query.get("expires"), signature: query.get("signature") };
    if (link.signature === null) return next();
    const id = mediaIdOf(request);
    if (!isSignedUrl(signingKey, id, link)) throw new ProblemError("media_url_invalid", "ask for a new link");
    const file = await readDocument(db, id);
    setHeaders(response, file, Number(link.expires));

    const range = parseRange(request.get("range"), file.size);
    if (range === "unsatisfiable") {
      response.status(416).set("Content-Range", `bytes */${file.size}`).end();
      return;
    }
    if (range) {
      response.status(206).set("Content-Range", `bytes ${range.start}-${range.end}/${file.size}`);
    }
    response.set("Content-Length", String(range ? range.end - range.start + 1 : file.size));
    if (request.method === "HEAD") response.end();
    else await stream(store.read(id, range ?? undefined), response);
  };
}

/** `GET /media/:id` with a token: `{url, expires_at}`, a link to the file. */
export function linkMedia({ db, media: { signingKey } }: Needed): RequestHandler {
  return async (request, response) => {
    const { media_id } = await readDocument(db, mediaIdOf(request));
    response.json(signMediaUrl(signingKey, media_id));
  };
}

function mediaIdOf(request: Request): string {
  const id = String(request.params.id);
  if (!/^(?!__.*__$)[\w-]{1,128}$/.test(id)) throw new ProblemError("media_not_found");
  return id;
}

async function readDocument(db: Needed["db"], id: string): Promise<MediaDocument> {
  const document = (await media(db).doc(id).get()).data();
  if (!document) throw new ProblemError("media_not_found");
  return document;
}

function setHeaders(response: Response, { mime_type, name, media_id }: MediaDocument, expires: number): void {
  const shown = isShown(mime_type);
  response.set({
    "Content-Type": shown ? mime_type : "application/octet-stream",
    "Content-Disposition": toDisposition(shown ? "inline" : "attachment", name ?? media_id),
    "Content-Security-Policy": LOCKED_UP,
    "Cross-Origin-Resource-Policy": "same-site",
    "Accept-Ranges": "bytes",
    // A file never changes; but who may see it does.
    "Cache-Control": `private, max-age=${Math.max(0, Math.floor((expires - Date.now()) / 1000))}`,
  });
}

async function stream(file: Readable, response: Response): Promise<void> {
  try {
    await once(file, "readable");
  } catch (error) {
    for (const name of response.getHeaderNames()) {
      if (/^(content-(?!security)|accept-ranges|cache-control)/.test(name)) response.removeHeader(name);
    }
    throw isMissing(error) ? new ProblemError("media_not_found") : error;
  }
  // If the reader goes away, or the file ends halfway, the connection ends with it.
  await pipeline(file, response).catch(() => {});
}

const isMissing = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === 404);
