import type { IncomingHttpHeaders } from "node:http";
import { GraphError } from "./graph-error.ts";
import { kindOf, MEDIA_RULES } from "./media-rules.ts";
import type { MediaStore } from "./media-store.ts";
import { invalid } from "./parse-body.ts";

/** `POST /{phone-number-id}/media`: takes the multipart form, returns the new media's id. Throws a GraphError. */
export async function uploadMedia(
  media: MediaStore,
  headers: IncomingHttpHeaders,
  body: Buffer<ArrayBuffer>,
) {
  const form = await readForm(headers["content-type"] ?? "", body);
  if (form.get("messaging_product") !== "whatsapp") {
    throw invalid("The parameter messaging_product is required.");
  }
  const file = form.get("file");
  if (!(file instanceof File)) throw invalid("The parameter file is required.");
  const given = form.get("type");
  const mimeType = given === null || !String(given).includes("/") ? file.type : String(given);
  const kind = kindOf(mimeType);
  if (!kind) {
    const all = Object.values(MEDIA_RULES).flatMap(({ types }) => types);
    throw invalid(
      `Param file must be a file with one of the following types: ${all.join(", ")}. Received file of type '${mimeType}'.`,
    );
  }
  const { maxSize } = MEDIA_RULES[kind];
  if (file.size > maxSize) {
    throw new GraphError(
      131053,
      `${kind} file size ${file.size} is larger than the limit of ${maxSize} bytes.`,
    );
  }
  if (file.size === 0) throw new GraphError(131053, "The file is empty.");
  const { id } = media.add({
    kind,
    mime_type: mimeType,
    name: file.name || null,
    voice: false,
    bytes: await file.bytes(),
  });
  return { id };
}

async function readForm(contentType: string, body: Buffer<ArrayBuffer>): Promise<FormData> {
  try {
    return await new Response(body, { headers: { "content-type": contentType } }).formData();
  } catch {
    throw invalid("The request's body must be multipart/form-data.");
  }
}
