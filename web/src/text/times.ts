const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, using one is not. */
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, known);
  return known;
}

/** `14:05`, as the agent's language writes it. */
export function clockTime(time: string, language: string): string {
  return format(language, { hour: "numeric", minute: "2-digit" }).format(new Date(time));
}

/** `Sunday, 22 November 2026 at 14:05`. */
export function fullTime(time: string, language: string): string {
  return format(language, { dateStyle: "full", timeStyle: "short" }).format(new Date(time));
}

/** What a date separator says: today, yesterday, a weekday within the week, else the date. */
export function dayName(time: string, now: number, language: string): string {
  const date = new Date(time);
  const days = daysBetween(date, new Date(now));
  if (days <= 1 && days >= 0)
    return capitalise(new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day"));
  if (days > 1 && days < 7) return format(language, { weekday: "long" }).format(date);
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: "numeric" } as const);
  return format(language, { day: "numeric", month: "long", ...year }).format(date);
}

/** How long ago, in the fewest characters a list row has room for: now, 5 min, 14:05, Mon, 3 Nov. */
export function shortTime(time: string, now: number, language: string, nowWord: string): string {
  const date = new Date(time);
  const age = now - date.getTime();
  if (age < MINUTE) return nowWord;
  if (age < 60 * MINUTE)
    return new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" }).format(
      Math.floor(age / MINUTE),
    );
  const days = daysBetween(date, new Date(now));
  if (days === 0) return clockTime(time, language);
  if (days < 7) return format(language, { weekday: "short" }).format(date);
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: "2-digit" } as const);
  return format(language, { day: "numeric", month: "short", ...year }).format(date);
}

/** How long something has been going on, roughly: 12 min, 3 hr, 2 days. */
export function duration(since: string, now: number, language: string): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / MINUTE));
  const [count, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 60 / 24), "day"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(count);
}

function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(later) - midnight(earlier)) / DAY);
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** `22 Nov 2026` */
export function dateOnly(time: string, language: string): string {
  return format(language, { dateStyle: "medium" }).format(new Date(time));
}

/** How long ago something was: `3 sec. ago`, `5 min. ago`, `2 hr. ago`. */
export function agoText(time: string, now: number, language: string): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  const [count, unit] =
    seconds < 60
      ? ([seconds, "second"] as const)
      : seconds < 3600
        ? ([Math.floor(seconds / 60), "minute"] as const)
        : ([Math.floor(seconds / 3600), "hour"] as const);
  return new Intl.RelativeTimeFormat(language, { style: "short" }).format(-count, unit);
}

/** `22 Nov 2026, 14:05`: a moment, past or to come. */
export function dateAndTime(time: string, language: string): string {
  return format(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));
}
