import type { FirebaseTools, LogEntry } from "./firebase-tools.ts";
import { toServiceLine } from "./service-log.ts";

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
    const line = verbose ? entry.message : toLine(entry);
    if (line) say(line);
    done();
  };
  logger.add(new Transport({ level: verbose ? "debug" : "info", log }));
}

function toLine({ level, message, user, metadata }: LogEntry): string | null {
  const { function: source, message: text = message } = metadata ?? {};
  const name = source?.name.replace(/^us-central1-/, "");
  if (user !== undefined) return toServiceLine(name ?? "function", toText(user));
  const complaint = level === "warn" || level === "error";
  if (!complaint || EXPECTED.some((pattern) => pattern.test(text))) return null;
  return name ? `${name}: ${text}` : text;
}

function toText(output: unknown): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}
