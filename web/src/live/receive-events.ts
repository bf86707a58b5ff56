import type { ChatEvent } from "@live-chat/contract/event.ts";
import type { TokenSource } from "../api/client.ts";
import { openStream, StreamRefused } from "./open-stream.ts";
import { retryDelay } from "./retry-delay.ts";
import type { Wake } from "./wake-up.ts";

/**
 * An event as it came, with the id that resumes after it (null for those the log doesn't hold). A newer server's may
 * have a name that this dashboard doesn't know: it has its place in the log all the same.
 */
export type ReceivedEvent = { id: string | null; event: ChatEvent };

/**
 * What the stream is doing. `again`: an earlier try failed. `retryAt` is in ms since 1970. `denied` = this agent
 * may not (any more).
 */
export type Link =
  | { state: "connecting"; again: boolean }
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
  /** ms without an answer until asking anew. */
  answerLimit?: number;
  isOnline?: () => boolean;
  delay?: typeof retryDelay;
};

export type Receiving = {
  stop(): void;
  /** Something happened that connections don't survive, or that makes a look worth it. */
  wake(wake: Wake): void;
  /** Does what timers should have done: those of a hidden tab are late. */
  check(): void;
};

const SILENCE_LIMIT = 35_000;
const ANSWER_LIMIT = 10_000;
/** When somebody looks, silence this long (ms, more than a heartbeat's interval) is reason enough to connect anew. */
const SUSPICIOUS_SILENCE = 20_000;
/** ms; several tabs may notice the same awakening. */
const JUST_BEGUN = 1000;
/** ms; whoever may not listen may be allowed to later. */
const DENIED_PAUSE = 60_000;
/**
 * Keeps one stream open for ever: a fresh token per connection, resumed after the last event, a 401 answered
 * once with a new token, everything else retried later, dead connections noticed by their silence.
 */
export function receiveEvents(options: ReceiveOptions): Receiving {
  const receiver = new Receiver(options);
  void receiver.run();
  return receiver;
}

class Receiver implements Receiving {
  private readonly options: ReceiveOptions;
  private readonly stopped = new AbortController();
  private readonly isOnline: () => boolean;
  private lastEventId: string | null;
  private lastByteAt = 0;
  private beganAt = 0;
  private isOpen = false;
  private failures = 0;
  private askedDelay = 0;
  private freshToken = false;
  /** Whether the next try is due at once, because this one was given up on purpose. */
  private atOnce = false;
  private retryAt = 0;
  private connection = new AbortController();
  private endPause: () => void = () => {};

  constructor(options: ReceiveOptions) {
    this.options = options;
    this.lastEventId = options.lastEventId ?? null;
    this.isOnline = options.isOnline ?? (() => navigator.onLine);
  }

  async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      if (this.isOnline()) this.options.onLink({ state: "connecting", again: this.failures > 0 });
      const refusal = await this.connectOnce();
      if (this.stopped.signal.aborted) return;
      if (refusal?.status === 401 && !this.freshToken) this.freshToken = true;
      else if (!this.atOnce) await this.pause(refusal);
    }
  }

  stop(): void {
    this.stopped.abort();
    this.connection.abort();
    this.endPause();
  }

  wake(wake: Wake): void {
    this.endPause();
    if (wake === "lost") this.connection.abort();
    else if (wake === "back" ? Date.now() - this.beganAt > JUST_BEGUN : this.silence() > SUSPICIOUS_SILENCE)
      this.connectAnew(true);
  }

  check(): void {
    const { silenceLimit = SILENCE_LIMIT, answerLimit = ANSWER_LIMIT } = this.options;
    if (Date.now() >= this.retryAt) this.endPause();
    // A server that never answers is asked again, but more and more seldom.
    if (this.silence() > (this.isOpen ? silenceLimit : answerLimit)) this.connectAnew(this.isOpen);
  }

  private connectAnew(atOnce: boolean): void {
    this.atOnce = atOnce;
    this.connection.abort();
  }

  private silence(): number {
    return Date.now() - this.lastByteAt;
  }

  /** Returns why it ended: null when the server ended it in order. */
  private async connectOnce(): Promise<StreamRefused | null> {
    this.connection = new AbortController();
    this.atOnce = false;
    this.beganAt = this.lastByteAt = Date.now();
    const { silenceLimit = SILENCE_LIMIT, answerLimit = ANSWER_LIMIT } = this.options;
    const watchdog = setInterval(() => this.check(), Math.min(silenceLimit, answerLimit) / 5);
    try {
      await openStream({
        url: this.options.url,
        token: await this.unlessGivenUp(this.options.token(this.freshToken)),
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
      this.isOpen = false;
      clearInterval(watchdog);
    }
  }

  /** A token may need the network too: waiting for it ends with the connection it is for. */
  private unlessGivenUp<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.connection;
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new StreamRefused(0)), { once: true });
      work.then(resolve, reject);
    });
  }

  private opened(): void {
    this.isOpen = true;
    this.lastByteAt = Date.now();
    this.failures = 0;
    this.askedDelay = 0;
    this.freshToken = false;
    this.options.onLink({ state: "open" });
  }

  private receive(name: string | undefined, text: string, id: string | undefined): void {
    if (!name) return;
    const event = { event: name, data: parse(text) } as ChatEvent;
    this.options.onEvent({ id: id ?? null, event });
    // Only now: an event that could not be applied is asked for again.
    if (id) this.lastEventId = id;
  }

  private async pause(refusal: StreamRefused | null): Promise<void> {
    this.failures += 1;
    const isDenied = refusal?.status === 403;
    this.freshToken = refusal?.status === 401 || isDenied;
    const least = Math.max(refusal?.retryAfter ?? 0, this.askedDelay, isDenied ? DENIED_PAUSE : 0);
    const wait = (this.options.delay ?? retryDelay)(this.failures, least);
    this.retryAt = Date.now() + wait;
    this.options.onLink(this.linkInPause(isDenied));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = () => {};
  }

  private linkInPause(isDenied: boolean): Link {
    if (isDenied) return { state: "denied" };
    return this.isOnline() ? { state: "waiting", retryAt: this.retryAt } : { state: "offline" };
  }
}

/** What can't be read can't be applied either: whoever tries notices, and fetches what it may have said. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
