import * as v from "valibot";
import { count, id, isoTime } from "./common.ts";
import { attachment } from "./message.ts";

export { MAX_UPLOAD } from "./sendable-files.ts";

/** A file that waits to be sent; what it is was found out from its bytes. */
export const upload = v.object({
  upload_id: id,
  kind: attachment.entries.kind,
  mime_type: v.string(),
  name: v.nullable(v.string()),
  size: count,
  sha256: v.string(),
  expires_at: isoTime,
});
export type Upload = v.InferOutput<typeof upload>;

export const uploadQuery = v.strictObject({
  /** The file's name, for those who download it. */
  name: v.optional(v.pipe(v.string(), v.maxLength(255))),
});
export const uploadAnswer = v.object({ upload });

/** A link to a file, for an `<img>` or a download, good until it expires. */
export const mediaUrlAnswer = v.object({ url: v.string(), expires_at: isoTime });
