/** px that a panel keeps from the window's edges, and from what it belongs to. */
const GAP = 8;

/** Keeps a panel of the top layer beside what it belongs to while it grows and shrinks. Returns how to stop. */
export function keepBeside(panel: HTMLElement, anchor: HTMLElement): () => void {
  place(panel, anchor);
  const sizes = new ResizeObserver(() => place(panel, anchor));
  sizes.observe(panel);
  return () => sizes.disconnect();
}

/** Above it, or below where there is no room; always within the window. */
function place(panel: HTMLElement, anchor: HTMLElement): void {
  const { top, bottom, left, width } = anchor.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const above = top - GAP - size.height;
  const below = Math.min(bottom + GAP, window.innerHeight - GAP - size.height);
  const centred = left + width / 2 - size.width / 2;
  panel.style.top = `${Math.max(GAP, above >= GAP ? above : below)}px`;
  panel.style.left = `${Math.max(GAP, Math.min(centred, window.innerWidth - GAP - size.width))}px`;
}
