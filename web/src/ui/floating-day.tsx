import { useEffect, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import type { ThreadRow } from "../state/thread-rows.ts";
import { dayName } from "../text/times.ts";
import { clock } from "./clock.ts";

/** The day of the first message in view, while scrolling. */
export function FloatingDay({
  rows,
  first,
  moving,
}: {
  rows: readonly ThreadRow[];
  first: number;
  moving: boolean;
}) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!moving) return;
    setShown(true);
    const timer = setTimeout(() => setShown(false), 1500);
    return () => clearTimeout(timer);
  }, [first, moving]);
  const row = rows[first];
  const time = row?.kind === "message" ? row.message.created_at : row?.kind === "day" ? row.time : null;
  if (!time || row?.kind === "day") return null;
  return (
    <p class={`day-line day-floating ${shown ? "day-floating-shown" : ""}`} aria-hidden="true">
      <time>{dayName(time, clock.value, words.value.language)}</time>
    </p>
  );
}
