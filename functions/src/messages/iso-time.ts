/** Takes ms since 1970, returns the time as it is on the wire: ISO 8601, UTC, milliseconds. */
export function toIsoTime(ms: number): string {
  return new Date(ms).toISOString();
}
