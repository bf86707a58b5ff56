import { stripVTControlCharacters } from "node:util";
import type { FirebaseTools, LogEntry } from "./firebase-tools.ts";
import { toServiceLine } from "./service-log.ts";

/** Where the logger keeps the further arguments of a call. */
const SPLAT = Symbol.for("splat");

/** What firebase-tools warns of although all is as it should be here. */
const EXPECTED = [
  /multiple instances of the emulator suite/,
  /Application Default Credentials/,
  /network resource requested/,
];

/** Prints what functions complain about, and the emulators' own warnings and errors; with `verbose`, everything. */
export function showEmulatorLog(
  { logger, Transport }: FirebaseTools,
  verbose: boolean,
  say: (line: string) => void,
): void {
  const log = (entry: LogEntry, done: () => void) => {
    const line = verbose ? wholeMessage(entry) : toLine(entry);
    if (line) say(line);
    done();
  };
  logger.add(new Transport({ level: verbose ? "debug" : "info", log }));
}

function toLine(entry: LogEntry): string | null {
  const { level, user, metadata } = entry;
  const { function: source, message: text = wholeMessage(entry) } = metadata ?? {};
  const name = source?.name.replace(/^us-central1-/, "");
  if (user !== undefined) return toServiceLine(name ?? "function", toText(user));
  const complaint = level === "warn" || level === "error";
  if (!complaint || EXPECTED.some((pattern) => pattern.test(text))) return null;
  return name ? `${name}: ${text}` : text;
}

/** What was logged in several pieces. */
function wholeMessage(entry: LogEntry): string {
  const more = (entry[SPLAT] ?? []).filter((piece) => typeof piece === "string");
  return stripVTControlCharacters([entry.message, ...more].join(" "));
}

function toText(output: unknown): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}
