export type ParsedPhone = { digits: string } | { problem: "empty" | "national" | "wrong" };

/** Pure. Takes a phone number as people write it: `+49 (176) 555-0001`, `0049 176…`; returns its digits. */
export function parsePhone(written: string): ParsedPhone {
  const bare = written.trim().replace(/[\s()./\u200e-]/g, "");
  if (bare === "") return { problem: "empty" };
  const digits = bare.replace(/^(\+|00)/, "");
  // A single zero in front is how one calls within a country.
  if (/^0[1-9]\d*$/.test(bare)) return { problem: "national" };
  return /^[1-9]\d{6,14}$/.test(digits) ? { digits } : { problem: "wrong" };
}
