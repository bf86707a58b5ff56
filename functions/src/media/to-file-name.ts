/** Pure. Takes the name a file is said to have, returns one that is no path and holds no control characters. */
export function toFileName(name: string | null | undefined): string | null {
  const last = (name ?? "").toWellFormed().split(/[/\\]/).at(-1)!;
  const clean = last.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "").trim();
  return clean.replace(/^\.+/, "").slice(0, 255) || null;
}

/** Pure. The Content-Disposition header; other than ASCII is written as RFC 8187 says. */
export function toDisposition(kind: "inline" | "attachment", name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (it) => `%${it.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
