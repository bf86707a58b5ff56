import { type ContentLine, parseContent } from "./parse-content.ts";

/** When a line of a script happens: a day before the last one and a time (UTC), or a pause in minutes. */
type When = { daysAgo: number; hour: number; minute: number } | { pause: number };

export type ScriptLine =
  | { kind: "time"; when: When }
  /** `answers`: how many lines of talk before this one; 0: none. */
  | ({ kind: "customer"; answers: number } & ContentLine)
  | { kind: "agent"; answers: number; text: string }
  | { kind: "note"; text: string }
  | { kind: "reaction"; emoji: string }
  | { kind: "edit"; text: string }
  | { kind: "revoke" }
  | { kind: "status"; status: string; code: string; title: string }
  | { kind: "agent-change"; agent: string };

export type Script = {
  name: string;
  /** A phone number, or an id of the website's. */
  customer: string;
  account: "shop" | "workshop" | "web";
  agent: string | null;
  labels: string[];
  status: string | null;
  /** Inbound messages at the end that nobody has read. */
  unread: number;
  lines: ScriptLine[];
};

/** Takes a file in the language that conversations/README.md describes; throws with the line that isn't. */
export function parseScripts(text: string, file: string): Script[] {
  const scripts: Script[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    if (line.startsWith("= ")) scripts.push(parseHeader(line.slice(2)));
    else {
      const parsed = parseLine(line);
      if (!parsed || scripts.length === 0) throw new Error(`${file}:${index + 1} can't be read: ${line}`);
      scripts.at(-1)!.lines.push(parsed);
    }
  }
  return scripts;
}

function parseHeader(line: string): Script {
  const [name = "", customer = "", account, ...settings] = line.split("|").map((part) => part.trim());
  const setting = (key: string) =>
    settings
      .find((each) => each.startsWith(`${key}:`))
      ?.slice(key.length + 1)
      .trim() ?? null;
  return {
    name,
    customer,
    account: account as Script["account"],
    agent: setting("agent"),
    labels:
      setting("labels")
        ?.split(",")
        .map((label) => label.trim()) ?? [],
    status: setting("status"),
    unread: Number(setting("unread") ?? 0),
    lines: [],
  };
}

function parseLine(line: string): ScriptLine | null {
  const [, sign, answers = "", rest = ""] = /^([@><*~^x!%])(\d*)\s*(.*)$/u.exec(line) ?? [];
  const text = rest.replaceAll("\\n", "\n");
  switch (sign) {
    case "@":
      return parseTime(rest);
    case ">":
      return { kind: "customer", answers: Number(answers), ...parseContent(text) };
    case "<":
      return { kind: "agent", answers: Number(answers), text };
    case "*":
      return { kind: "note", text };
    case "~":
      return { kind: "reaction", emoji: text };
    case "^":
      return { kind: "edit", text };
    case "x":
      return { kind: "revoke" };
    case "!": {
      const [status = "", code = "", ...title] = text.split(" ");
      return { kind: "status", status, code, title: title.join(" ") };
    }
    case "%":
      return { kind: "agent-change", agent: text };
    default:
      return null;
  }
}

function parseTime(text: string): ScriptLine | null {
  const pause = /^\+(\d+)(m|h)$/.exec(text);
  if (pause) return { kind: "time", when: { pause: Number(pause[1]) * (pause[2] === "h" ? 60 : 1) } };
  const time = /^-(\d+)d (\d\d):(\d\d)$/.exec(text);
  if (!time) return null;
  const [daysAgo, hour, minute] = time.slice(1).map(Number) as [number, number, number];
  return { kind: "time", when: { daysAgo, hour, minute } };
}
