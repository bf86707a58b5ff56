import type { Link, ReceivedEvent } from "./receive-events.ts";

/** What the leading tab tells the others. `previous` proves to them that they missed nothing. */
type Broadcast =
  | { kind: "event"; previous: string | null; received: ReceivedEvent }
  | { kind: "link"; link: Link }
  | { kind: "hello" }
  | { kind: "standing"; link: Link; applied: string | null };

export type StreamHandlers = { onEvent: (received: ReceivedEvent) => void; onLink: (link: Link) => void };

export type ShareOptions = Pick<StreamHandlers, "onLink"> & {
  /** `leading`: this is the one tab that speaks for all, where something is to be done once. */
  onEvent: (received: ReceivedEvent, leading: boolean) => void;
  /** The same for all tabs that share: names the agent. */
  name: string;
  /** Opens the one real stream, going on after `lastEventId`; returns the way to stop it. */
  receive: (lastEventId: string | null, handlers: StreamHandlers) => () => void;
  /** The leader has applied everything up to there: so has whoever fetches now. */
  onJoin: (applied: string | null) => void;
  /** What this tab saw does not connect to what the leader sends: everything has to be fetched anew. */
  onGap: () => void;
  /** Tells when looking at the leader's health is worth it; returns the way to stop. */
  watchWakeUps?: (onWake: (lost: boolean) => void) => () => void;
  /** ms without a word from the leader until this tab takes its place. */
  silenceLimit?: number;
};

const SILENCE_LIMIT = 45_000;

/**
 * One stream for all tabs of a browser: the tab that holds the lock receives and passes on what it receives; when
 * it closes, the browser gives the lock to the next, which goes on after the last event it applied itself.
 * Returns the way to leave.
 */
export function shareStream(options: ShareOptions): () => void {
  const tab = new SharingTab(options);
  tab.join();
  return () => tab.leave();
}

class SharingTab {
  private readonly options: ShareOptions;
  private readonly channel: BroadcastChannel;
  private readonly left = new AbortController();
  private stopReceiving: (() => void) | null = null;
  private unwatch: (() => void) | undefined;
  private watchdog: ReturnType<typeof setInterval> | undefined;
  private applied: string | null = null;
  private link: Link = { state: "connecting" };
  private heardAt = Date.now();

  constructor(options: ShareOptions) {
    this.options = options;
    this.channel = new BroadcastChannel(`live-chat:${options.name}:stream`);
  }

  join(): void {
    this.channel.onmessage = (message: MessageEvent<Broadcast>) => this.hear(message.data);
    this.say({ kind: "hello" });
    const limit = this.options.silenceLimit ?? SILENCE_LIMIT;
    const check = () =>
      !this.stopReceiving && Date.now() - this.heardAt > limit && this.lead({ steal: true });
    this.watchdog = setInterval(check, limit / 5);
    this.unwatch = this.options.watchWakeUps?.(check);
    this.lead({ signal: this.left.signal });
  }

  leave(): void {
    this.left.abort();
    clearInterval(this.watchdog);
    this.unwatch?.();
    this.resign();
    this.channel.close();
  }

  /** Waits for the lock (or takes it), leads for as long as it has it, and queues again when it was taken. */
  private lead(request: LockOptions): void {
    const held = () =>
      new Promise<void>((resolve) => {
        if (this.left.signal.aborted) return resolve();
        this.left.signal.addEventListener("abort", () => resolve(), { once: true });
        this.startReceiving();
      });
    // Without a secure context there are no locks: then every tab has a stream of its own.
    if (!navigator.locks) return void held();
    navigator.locks.request(`live-chat:${this.options.name}:leader`, request, held).catch(() => {
      if (this.left.signal.aborted) return;
      this.resign();
      this.heardAt = Date.now();
      this.lead({ signal: this.left.signal });
    });
  }

  private startReceiving(): void {
    if (this.stopReceiving) return;
    this.stopReceiving = this.options.receive(this.applied, {
      onEvent: (received) => {
        this.say({ kind: "event", previous: this.applied, received });
        this.take(received);
      },
      onLink: (link) => {
        this.say({ kind: "link", link });
        this.setLink(link);
      },
    });
  }

  private resign(): void {
    this.stopReceiving?.();
    this.stopReceiving = null;
  }

  private hear(broadcast: Broadcast): void {
    if (this.stopReceiving) {
      if (broadcast.kind === "hello") this.say({ kind: "standing", link: this.link, applied: this.applied });
      return;
    }
    if (broadcast.kind === "hello") return;
    this.heardAt = Date.now();
    if (broadcast.kind === "event") this.follow(broadcast.previous, broadcast.received);
    else this.setLink(broadcast.link);
    if (broadcast.kind === "standing" && this.applied === null) {
      this.applied = broadcast.applied;
      this.options.onJoin(this.applied);
    }
  }

  private follow(previous: string | null, received: ReceivedEvent): void {
    const connects = received.id === null || this.applied === null || previous === this.applied;
    // A reset says by itself that everything is fetched anew.
    if (!connects && received.event.event !== "conversations") this.options.onGap();
    this.take(received);
  }

  private take(received: ReceivedEvent): void {
    this.options.onEvent(received, this.stopReceiving !== null);
    if (received.id !== null) this.applied = received.id;
  }

  private setLink(link: Link): void {
    this.link = link;
    this.options.onLink(link);
  }

  private say(broadcast: Broadcast): void {
    if (!this.left.signal.aborted) this.channel.postMessage(broadcast);
  }
}
