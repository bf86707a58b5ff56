/** Where the reader is: at the end, or with the top of row `key` `offset` px below the top of the view. */
export type Anchor = "end" | { key: string; offset: number };

/** Which rows are in the page, and how much room (px) the others take above and below. */
export type ThreadWindow = { first: number; end: number; above: number; below: number };

/** A day's row wanders to the front when older messages of that day come in: no place to hold on to. */
export type WindowRow = { key: string; kind: string };
export const holdsStill = (row: WindowRow) => row.kind !== "day";

/** px of a row that has never been in the page. */
export const ESTIMATED_HEIGHT = 68;
/** px rendered beyond the view, so that scrolling meets finished rows. */
export const OVERSCAN = 900;
/** The window moves in steps of this many rows, so that not every scrolled pixel renders. */
const STEP = 6;

/** Works out which rows belong in the page around an anchor, from the heights measured so far. */
export function rangeAround(
  rows: readonly WindowRow[],
  heights: ReadonlyMap<string, number>,
  anchor: Anchor,
  viewHeight: number,
  overscan = OVERSCAN,
): { first: number; end: number } {
  const heightOf = (index: number) => heights.get(rows[index]!.key) ?? ESTIMATED_HEIGHT;
  const at = anchor === "end" ? rows.length - 1 : rows.findIndex((row) => row.key === anchor.key);
  const start = at === -1 ? rows.length - 1 : at;
  const fromEnd = anchor === "end" || at === -1;

  let first = Math.max(0, start);
  let room = (fromEnd ? viewHeight : Math.max(0, anchor.offset)) + overscan;
  while (first > 0 && room > 0) room -= heightOf(--first);
  let end = Math.min(rows.length, start + 1);
  room = fromEnd ? 0 : viewHeight - anchor.offset + overscan;
  while (end < rows.length && room > 0) room -= heightOf(end++);

  first = Math.floor(first / STEP) * STEP;
  end = Math.min(rows.length, Math.ceil(end / STEP) * STEP);
  return { first, end };
}

/** The range around an anchor, with the room that the rows outside of it take. */
export function windowAround(
  rows: readonly WindowRow[],
  heights: ReadonlyMap<string, number>,
  anchor: Anchor,
  viewHeight: number,
  overscan = OVERSCAN,
): ThreadWindow {
  const heightOf = (index: number) => heights.get(rows[index]!.key) ?? ESTIMATED_HEIGHT;
  const { first, end } = rangeAround(rows, heights, anchor, viewHeight, overscan);
  let above = 0;
  for (let i = 0; i < first; i++) above += heightOf(i);
  let below = 0;
  for (let i = end; i < rows.length; i++) below += heightOf(i);
  return { first, end, above, below };
}

/** Which row is at `top` px of the whole, for a scrollbar dragged to where nothing is rendered yet. */
export function anchorAt(
  rows: readonly WindowRow[],
  heights: ReadonlyMap<string, number>,
  top: number,
): Anchor {
  let y = 0;
  for (const row of rows) {
    const height = heights.get(row.key) ?? ESTIMATED_HEIGHT;
    if (y + height > top && holdsStill(row)) return { key: row.key, offset: y - top };
    y += height;
  }
  return "end";
}
