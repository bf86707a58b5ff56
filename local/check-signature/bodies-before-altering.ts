/** Pure. What a body may have been when it was signed, and what was then done to it. */
export function bodiesBeforeAltering(body: Buffer): [how: string, before: Buffer][] {
  const text = body.toString();
  const texts: [string, string][] = [
    ["line breaks were added at its end", text.replace(/[\r\n]+$/, "")],
    ["the line break at its end was cut off", `${text}\n`],
    ["blanks around it were cut off or added", text.trim()],
    ["its line breaks became CR LF", text.replaceAll("\r\n", "\n")],
    ["its line breaks became LF", text.replaceAll(/\r?\n/g, "\r\n")],
    ["a byte order mark was put before it", text.replace(/^\ufeff/, "")],
    ["a byte order mark was taken from it", `\ufeff${text}`],
    ...asWrittenAnew(text),
  ];
  return texts.map(([how, before]) => [how, Buffer.from(before)]);
}

/** JSON that was read and written again, in the ways in which languages do. */
function asWrittenAnew(text: string): [string, string][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const compact = JSON.stringify(value);
  const forms = [
    compact,
    withBlanks(compact),
    JSON.stringify(value, null, 2),
    JSON.stringify(value, null, 4),
    JSON.stringify(value, null, "\t"),
  ];
  const escaped = forms.flatMap((form) => {
    const ascii = escapeUnicode(form);
    return [form, ascii, form.replaceAll("/", "\\/"), ascii.replaceAll("/", "\\/")];
  });
  return escaped.map((form) => ["its JSON was read and written anew", form]);
}

/** As Python writes it: `{"a": 1, "b": 2}`. */
const withBlanks = (json: string) =>
  json.replace(/"(?:[^"\\]|\\.)*"|[:,]/g, (part) => (part.length === 1 ? `${part} ` : part));

const escapeUnicode = (json: string) =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
