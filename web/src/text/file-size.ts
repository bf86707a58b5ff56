const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** Bytes as a person reads them (`1.4 MB`); an empty text where the size is unknown. */
export function fileSize(bytes: number | null, language: string): string {
  if (bytes === null) return "";
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const maximumFractionDigits = step > 1 ? 1 : 0;
  const options = { style: "unit", unit: UNITS[step]!, unitDisplay: "short", maximumFractionDigits } as const;
  return new Intl.NumberFormat(language, options).format(bytes / 1000 ** step);
}
