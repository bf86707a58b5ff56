import type { ChatEvent } from "@live-chat/contract/event.ts";
import type { TokenSource } from "../api/client.ts";
import { openStream, StreamRefused } from "./open-stream.ts";
import { retryDelay } from "./retry-delay.ts";

/** An event as it came, with the id that resumes after it (null for those the log doesn't hold). */
export type ReceivedEvent = { id: string | null; event: ChatEvent };

/** What the stream is doing. `retryAt` is in ms since 1970; `denied` = this agent may not (any more). */
export type Link =
  | { state: "connecting" }
  | { state: "open" }
  | { state: "waiting"; retryAt: number }
  | { state: "offline" }
  | { state: "denied" };

export type ReceiveOptions = {
  url: string;
  token: TokenSource;
  /** Where to go on from, if an earlier stream was applied up to there. */
  lastEventId?: string | null;
  onEvent: (received: ReceivedEvent) => void;
  onLink: (link: Link) => void;
  /** ms without a single byte until the stream counts as dead: two heartbeats and some grace. */
  silenceLimit?: number;
  /** Tells when looking again is worth it (see watchWakeUps); returns the way to stop. */
  watchWakeUps?: (onWake: (lost: boolean) => void) => () => void;
  isOnline?: () => boolean;
  delay?: typeof retryDelay;
};

const SILENCE_LIMIT = 35_000;
/** After waking up, silence this long (ms) is reason enough to connect anew. */
const SUSPICIOUS_SILENCE = 20_000;
const NAMES = new Set<string>([
  "connected",
  "conversations",
  "new_message",
  "new_conversation",
  "message_updated",
  "conversation_updated",
  "conversation_removed",
  "channel_updated",
  "heartbeat",
  "typing",
  "presence",
]);

/**
 * Keeps one stream open for ever: a fresh token per connection, resumed after the last event, a 401 answered
 * once with a new token, everything else retried later, dead connections noticed by their silence.
 * Returns the way to stop it.
 */
export function receiveEvents(options: ReceiveOptions): () => void {
  const stopped = new AbortController();
  const receiver = new Receiver(options, stopped.signal);
  const unwatch = options.watchWakeUps?.((lost) => receiver.wake(lost));
  void receiver.run();
  return () => {
    unwatch?.();
    stopped.abort();
  };
}

class Receiver {
  private readonly options: ReceiveOptions;
  private readonly stopped: AbortSignal;
  private lastEventId: string | null;
  private lastByteAt = 0;
  private failures = 0;
  private askedDelay = 0;
  private freshToken = false;
  private connection = new AbortController();
  private wakeUp: () => void = () => {};

  constructor(options: ReceiveOptions, stopped: AbortSignal) {
    this.options = options;
    this.stopped = stopped;
    this.lastEventId = options.lastEventId ?? null;
    stopped.addEventListener("abort", () => this.wake(true), { once: true });
  }

  async run(): Promise<void> {
    while (!this.stopped.aborted) {
      this.options.onLink({ state: "connecting" });
      const refusal = await this.connectOnce();
      if (this.stopped.aborted) return;
      if (refusal?.status === 403) return this.options.onLink({ state: "denied" });
      if (refusal?.status === 401 && !this.freshToken) this.freshToken = true;
      else await this.pause(refusal);
    }
  }

  /** Ends a wait at once, and a connection that is lost or has been silent for suspiciously long. */
  wake(force = false): void {
    this.wakeUp();
    if (force || Date.now() - this.lastByteAt > SUSPICIOUS_SILENCE) this.connection.abort();
  }

  /** Returns why it ended: null when the server ended it in order. */
  private async connectOnce(): Promise<StreamRefused | null> {
    this.connection = new AbortController();
    this.lastByteAt = Date.now();
    const watchdog = this.watchSilence();
    try {
      await openStream({
        url: this.options.url,
        token: await this.options.token(this.freshToken),
        lastEventId: this.lastEventId,
        signal: this.connection.signal,
        onOpen: () => this.opened(),
        onMessage: (message) => this.receive(message.event, message.data, message.id),
        onRetry: (milliseconds) => {
          this.askedDelay = milliseconds;
        },
        onBytes: () => {
          this.lastByteAt = Date.now();
        },
      });
      return null;
    } catch (error) {
      return error instanceof StreamRefused ? error : new StreamRefused(0, 0, error);
    } finally {
      clearInterval(watchdog);
    }
  }

  private opened(): void {
    this.failures = 0;
    this.askedDelay = 0;
    this.freshToken = false;
    this.options.onLink({ state: "open" });
  }

  private receive(name: string | undefined, text: string, id: string | undefined): void {
    if (!name || !NAMES.has(name)) return;
    const event = { event: name, data: JSON.parse(text) } as ChatEvent;
    this.options.onEvent({ id: id ?? null, event });
    // Only now: an event that could not be applied is asked for again.
    if (id) this.lastEventId = id;
  }

  private async pause(refusal: StreamRefused | null): Promise<void> {
    this.failures += 1;
    this.freshToken = refusal?.status === 401;
    const isOnline = this.options.isOnline ?? (() => navigator.onLine);
    const least = Math.max(refusal?.retryAfter ?? 0, this.askedDelay);
    const wait = (this.options.delay ?? retryDelay)(this.failures, least);
    const retryAt = Date.now() + wait;
    this.options.onLink(isOnline() ? { state: "waiting", retryAt } : { state: "offline" });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = () => {};
  }

  private watchSilence(): ReturnType<typeof setInterval> {
    const limit = this.options.silenceLimit ?? SILENCE_LIMIT;
    return setInterval(() => {
      if (Date.now() - this.lastByteAt > limit) this.connection.abort();
    }, limit / 5);
  }
}
