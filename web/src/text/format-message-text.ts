/** A piece of a message's text, as WhatsApp formats it. Always text, never markup. */
export type TextNode =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string; block: boolean }
  | { kind: "link"; text: string; href: string }
  | { kind: "bold" | "italic" | "strike"; children: TextNode[] };

const MARKS: Record<string, "bold" | "italic" | "strike"> = { "*": "bold", _: "italic", "~": "strike" };
const LINK = /https:\/\/[^\s<>"'`\p{Cc}]+/iuy;
const WORD = /[\p{L}\p{N}]/u;
const DEEPEST = 4;

/** Reads `*bold*`, `_italic_`, `~strike~`, `` `code` ``, ```` ```block``` ```` and https links. */
export function formatMessageText(text: string, depth = 0): TextNode[] {
  const nodes: TextNode[] = [];
  const hopeless: Hopeless = new Map();
  let plainFrom = 0;
  for (let i = 0; i < text.length; ) {
    const found = readCode(text, i) ?? readLink(text, i) ?? readMark(text, i, depth, hopeless);
    if (!found) {
      i += 1;
      continue;
    }
    if (i > plainFrom) nodes.push({ kind: "text", text: text.slice(plainFrom, i) });
    nodes.push(found.node);
    i = found.end;
    plainFrom = i;
  }
  if (plainFrom < text.length) nodes.push({ kind: "text", text: text.slice(plainFrom) });
  return nodes;
}

/** The same without the formatting. */
export function plainText(nodes: readonly TextNode[]): string {
  return nodes.map((node) => ("children" in node ? plainText(node.children) : node.text)).join("");
}

type Found = { node: TextNode; end: number };
/** Up to where it is known that a mark has nothing to close it: looking once per line is enough. */
type Hopeless = Map<string, number>;

function readCode(text: string, at: number): Found | null {
  if (text[at] !== "`") return null;
  const fence = text.startsWith("```", at) ? "```" : "`";
  const start = at + fence.length;
  const end = text.indexOf(fence, start);
  const inner = text.slice(start, end);
  if (end <= start || !inner.trim() || (fence === "`" && inner.includes("\n"))) return null;
  return { node: { kind: "code", text: inner, block: fence === "```" }, end: end + fence.length };
}

function readLink(text: string, at: number): Found | null {
  if (text[at] !== "h" && text[at] !== "H") return null;
  if (at > 0 && WORD.test(text[at - 1]!)) return null;
  LINK.lastIndex = at;
  const match = LINK.exec(text)?.[0];
  if (!match) return null;
  const shown = withoutTrailingPunctuation(match);
  if (!URL.canParse(shown)) return null;
  const { protocol, href } = new URL(shown);
  if (protocol !== "https:") return null;
  return { node: { kind: "link", text: shown, href }, end: at + shown.length };
}

/** A sentence's full stop isn't the link's; a closing bracket is only when it was opened inside. */
function withoutTrailingPunctuation(link: string): string {
  let end = link.length;
  while (end > 0) {
    const last = link[end - 1]!;
    const whole = last === ")" && isBalanced(link.slice(0, end));
    if (!/[.,;:!?)\]}*_~]/.test(last) || whole) break;
    end -= 1;
  }
  return link.slice(0, end);
}

function isBalanced(text: string): boolean {
  return text.split("(").length >= text.split(")").length;
}

function readMark(text: string, at: number, depth: number, hopeless: Hopeless): Found | null {
  const mark = text[at]!;
  const kind = MARKS[mark];
  if (!kind || depth >= DEEPEST || at < (hopeless.get(mark) ?? 0)) return null;
  if (at > 0 && WORD.test(text[at - 1]!)) return null;
  if (/\s/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return null;
  const end = findClosing(text, at);
  if (end === -1) {
    const lineEnd = text.indexOf("\n", at);
    hopeless.set(mark, lineEnd === -1 ? text.length : lineEnd);
    return null;
  }
  const children = formatMessageText(text.slice(at + 1, end), depth + 1);
  return { node: { kind, children }, end: end + 1 };
}

/** The same mark again on this line, close to a word, with no word directly after it. */
function findClosing(text: string, at: number): number {
  const mark = text[at]!;
  for (let i = at + 2; i < text.length && text[i] !== "\n"; i++) {
    if (text[i] !== mark || /\s/.test(text[i - 1]!)) continue;
    if (!WORD.test(text[i + 1] ?? " ") && text[i + 1] !== mark) return i;
  }
  return -1;
}

const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\u20e3|[\u{1F1E6}-\u{1F1FF}]|[\u{E0020}-\u{E007F}]|\s)+$/u;
const graphemes = new Intl.Segmenter();

/** Whether the text is one to three emoji and nothing else: those are shown big. */
export function isBigEmoji(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > 60 || !EMOJI.test(trimmed)) return false;
  return [...graphemes.segment(trimmed.replace(/\s/g, ""))].length <= 3;
}
