/** A file of an export that can't be read. The message names the file, and where in it. */
export class ExportError extends Error {
  override name = "ExportError";
}
