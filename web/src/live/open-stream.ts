import { createParser, type EventSourceMessage } from "eventsource-parser";
import { yieldToBrowser } from "./yield-to-browser.ts";

/** The gateway refused or could not be reached. `status` 0 = no answer at all; `retryAfter` in ms. */
export class StreamRefused extends Error {
  readonly status: number;
  readonly retryAfter: number;
  constructor(status: number, retryAfter = 0, cause?: unknown) {
    super(`The stream was refused: ${status}`, { cause });
    this.name = "StreamRefused";
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export type StreamRequest = {
  url: string;
  token: string;
  lastEventId: string | null;
  signal: AbortSignal;
  onOpen: () => void;
  onMessage: (message: EventSourceMessage) => void;
  /** The server asks to wait this long (ms) before the next connection. */
  onRetry: (milliseconds: number) => void;
  /** Any bytes at all, comments too. */
  onBytes: () => void;
};

/** ms that a burst may keep the browser busy at a time. */
const LONGEST_TURN = 30;

/** One connection, from opening to its end. Returns when the server ends it; throws StreamRefused otherwise. */
export async function openStream(request: StreamRequest): Promise<void> {
  const response = await connect(request);
  const parser = createParser({ onEvent: request.onMessage, onRetry: request.onRetry });
  const decoder = new TextDecoder();
  const reader = response.body!.getReader();
  request.onOpen();
  let turnBegan = performance.now();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      request.onBytes();
      parser.feed(decoder.decode(value, { stream: true }));
      if (performance.now() - turnBegan < LONGEST_TURN) continue;
      await yieldToBrowser();
      turnBegan = performance.now();
    }
  } catch (error) {
    if (error instanceof TypeError || request.signal.aborted) throw new StreamRefused(0, 0, error);
    throw error;
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function connect({ url, token, lastEventId, signal }: StreamRequest): Promise<Response> {
  const headers: Record<string, string> = { accept: "text/event-stream", authorization: `Bearer ${token}` };
  if (lastEventId) headers["last-event-id"] = lastEventId;
  const response = await fetch(url, { headers, signal, cache: "no-store" }).catch((error: unknown) => {
    throw new StreamRefused(0, 0, error);
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  if (response.ok && isStream && response.body) return response;
  await response.body?.cancel();
  throw new StreamRefused(response.status, Number(response.headers.get("retry-after") ?? 0) * 1000);
}
