/** Where the reader is: at the end, or with the top of row `key` `offset` px below the top of the view. */
export type Anchor = "end" | { key: string; offset: number };

/** Which rows are in the page, and how much room (px) the others take above and below. */
export type ThreadWindow = { first: number; end: number; above: number; below: number };

type Row = { key: string };

/** px of a row that has never been in the page. */
export const ESTIMATED_HEIGHT = 68;
/** px rendered beyond the view, so that scrolling meets finished rows. */
const OVERSCAN = 900;
/** The window moves in steps of this many rows, so that not every scrolled pixel renders. */
const STEP = 6;

/** Works out the window around an anchor, from the heights measured so far. */
export function windowAround(
  rows: readonly Row[],
  heights: ReadonlyMap<string, number>,
  anchor: Anchor,
  viewHeight: number,
): ThreadWindow {
  const heightOf = (index: number) => heights.get(rows[index]!.key) ?? ESTIMATED_HEIGHT;
  const at = anchor === "end" ? rows.length - 1 : rows.findIndex((row) => row.key === anchor.key);
  const start = at === -1 ? rows.length - 1 : at;
  const fromEnd = anchor === "end" || at === -1;

  let first = Math.max(0, start);
  let room = (fromEnd ? viewHeight : Math.max(0, anchor.offset)) + OVERSCAN;
  while (first > 0 && room > 0) room -= heightOf(--first);
  let end = Math.min(rows.length, start + 1);
  room = fromEnd ? 0 : viewHeight - anchor.offset + OVERSCAN;
  while (end < rows.length && room > 0) room -= heightOf(end++);

  first = Math.floor(first / STEP) * STEP;
  end = Math.min(rows.length, Math.ceil(end / STEP) * STEP);
  let above = 0;
  for (let i = 0; i < first; i++) above += heightOf(i);
  let below = 0;
  for (let i = end; i < rows.length; i++) below += heightOf(i);
  return { first, end, above, below };
}

/** Which row is at `top` px of the whole, for a scrollbar dragged to where nothing is rendered yet. */
export function anchorAt(rows: readonly Row[], heights: ReadonlyMap<string, number>, top: number): Anchor {
  let y = 0;
  for (const row of rows) {
    const height = heights.get(row.key) ?? ESTIMATED_HEIGHT;
    if (y + height > top) return { key: row.key, offset: y - top };
    y += height;
  }
  return "end";
}
