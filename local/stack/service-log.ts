const WORTH_SHOWING = new Set(["WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"]);

/**
 * Takes a line that a service printed and returns it for people, or null if it isn't worth their while. Services
 * write one JSON object a line, for Cloud Logging; anything else was printed by a library, or by a crash.
 */
export function toServiceLine(service: string, line: string, verbose = false): string | null {
  const entry = parse(line);
  if (!entry) return line.trim() === "" ? null : `${service}: ${line}`;
  const { severity, message, time: _, ...fields } = entry;
  if (!verbose && typeof severity === "string" && !WORTH_SHOWING.has(severity)) return null;
  const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : "";
  return `${service}: ${severity} ${message}${rest}`;
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
