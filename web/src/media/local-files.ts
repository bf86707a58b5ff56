/** Files sent from this tab lately: shown from here, instead of fetched back. */
const KEPT = 40;
const files = new Map<string, Blob>();

/** Remembers the file of a message by the id that its client made. */
export function rememberFile(clientMessageId: string, file: Blob): void {
  files.set(clientMessageId, file);
  for (const id of files.keys()) if (files.size > KEPT) files.delete(id);
}

export function rememberedFile(clientMessageId: string | null): Blob | null {
  return clientMessageId === null ? null : (files.get(clientMessageId) ?? null);
}
