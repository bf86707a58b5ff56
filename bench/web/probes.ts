/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** What runs inside the page: each function is sent there as text, so none may use anything outside of itself. */

export type Posted = { path: string; headers: Record<string, string>; body: string };
/** ms from the webhook's posting and from its answer (its acceptance) until the bubble was painted. */
export type Arrival = { sincePosted: number; sinceAccepted: number };

/** Posts a webhook and waits for its bubble's paint; one clock for all. */
export async function postAndWatch({
  path,
  headers,
  body,
  text,
}: Posted & { text: string }): Promise<Arrival> {
  const painted = new Promise<number>((resolve) => {
    const look = () => {
      const bubbles = document.querySelectorAll('[data-testid="message"]');
      if (!bubbles[bubbles.length - 1]?.textContent?.includes(text)) return;
      observer.disconnect();
      // A frame's callbacks run before its paint; what is posted from there comes right after it.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector(".message-rows")!, { childList: true, subtree: true });
  });
  const posted = performance.now();
  const answer = await fetch(path, { method: "POST", headers, body });
  const accepted = performance.now();
  if (!answer.ok) throw new Error(`The webhook was answered ${answer.status}`);
  const done = await painted;
  return { sincePosted: done - posted, sinceAccepted: done - accepted };
}

/** Begins to note how long frames take, and how many of them show room without a row. */
export function watchFrames({ scroller, row }: { scroller: string; row: string }): void {
  const frames: number[] = [];
  let bare = 0;
  let before = performance.now();
  const box = document.querySelector(scroller)!.getBoundingClientRect();
  const x = box.left + box.width / 2;
  const isCovered = (y: number) => document.elementFromPoint(x, y)?.closest(row) !== null;
  const frame = (now: number) => {
    frames.push(now - before);
    before = now;
    if (![box.top + 4, box.top + box.height / 2, box.bottom - 4].every(isCovered)) bare++;
    watch.request = requestAnimationFrame(frame);
  };
  const watch = { frames, bare: () => bare, request: requestAnimationFrame(frame) };
  Object.assign(window, { watch });
}

export function watchedFrames(): { frames: number[]; bare: number } {
  const { watch } = window as unknown as {
    watch: { frames: number[]; bare: () => number; request: number };
  };
  cancelAnimationFrame(watch.request);
  return { frames: watch.frames.slice(1), bare: watch.bare() };
}

/** Begins to note tasks of 50 ms and more. */
export function watchTasks(): void {
  const tasks: number[] = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
    type: "longtask",
  });
  Object.assign(window, { tasks });
}

export function watchedTasks(): number[] {
  return (window as unknown as { tasks: number[] }).tasks;
}

/**
 * The peer: the same rows without virtualisation, all in the page, written as one text. Returns the ms until they
 * were laid out.
 */
export function renderPlainly({
  html,
  count,
  scroller,
}: {
  html: string;
  count: number;
  scroller: string;
}): number {
  const place = document.querySelector<HTMLElement>(scroller)!;
  const plain = document.createElement("div");
  plain.id = "plain";
  plain.className = place.className;
  plain.style.blockSize = `${place.clientHeight}px`;
  plain.style.inlineSize = `${place.clientWidth}px`;
  document.body.replaceChildren(plain);
  const began = performance.now();
  plain.innerHTML = html.repeat(count);
  plain.scrollTop = plain.scrollHeight / 2;
  return performance.now() - began;
}
