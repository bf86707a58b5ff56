import { isAfter } from "./event-id.ts";
import type { Link, ReceivedEvent, Receiving } from "./receive-events.ts";
import type { Wake, WatchWakeUps } from "./wake-up.ts";

/**
 * What tabs tell each other. Leaders sign with their `term`: of two, the one with the higher term leads.
 * `previous` proves to the others that they missed nothing.
 */
type Broadcast =
  | { kind: "event"; term: number; previous: string | null; received: ReceivedEvent }
  | { kind: "link"; term: number; link: Link }
  /** How the leader stands: when it begins to lead, and as the answer to every `hello`. */
  | { kind: "standing"; term: number; link: Link; applied: string | null; beat: ReceivedEvent | null }
  /** From the others: who leads? With what they noticed about the connection, if anything. */
  | { kind: "hello"; wake: Wake | null };

export type StreamHandlers = { onEvent: (received: ReceivedEvent) => void; onLink: (link: Link) => void };

export type ShareOptions = Pick<StreamHandlers, "onLink"> & {
  /** `leading`: this is the one tab that speaks for all, where something is to be done once. */
  onEvent: (received: ReceivedEvent, leading: boolean) => void;
  /** The same for all tabs that share: names the agent. */
  name: string;
  /** The last event in what this tab shows from storage, if it does. */
  applied?: string | null;
  /** Opens the one real stream, going on after `lastEventId`. */
  receive: (lastEventId: string | null, handlers: StreamHandlers) => Receiving;
  /** The leader has applied everything up to there: so has whoever fetches now. */
  onJoin: (applied: string | null) => void;
  /** What this tab saw does not connect to what the leader sends: everything has to be fetched anew. */
  onGap: (applied: string | null) => void;
  watchWakeUps?: WatchWakeUps;
  /** Whether somebody sees this tab: then it is quick to notice that the leader is gone. */
  isVisible?: () => boolean;
  /** ms without a word from the leader until a tab that is seen, or isn't, asks for it. */
  patience?: { seen: number; unseen: number };
  /** ms without an answer until the asking tab takes the leader's place. */
  answerLimit?: number;
};

export type Sharing = {
  leave(): void;
  isLeading(): boolean;
  /** Tries to connect now, instead of when it is time. */
  reconnect(): void;
};

const PATIENCE = { seen: 2000, unseen: 45_000 };
const ANSWER_LIMIT = 1000;
const HESITATION = 500;
const TICK = 250;

/**
 * One stream for all tabs of a browser: the tab that holds the lock receives and passes on what it receives. When
 * it closes, the browser gives the lock to the next, which goes on after the last event it applied itself; when it
 * hangs or is frozen, a tab that somebody looks at takes the lock from it.
 */
export function shareStream(options: ShareOptions): Sharing {
  const tab = new SharingTab(options);
  tab.join();
  return tab;
}

class SharingTab implements Sharing {
  private readonly options: ShareOptions;
  private readonly channel: BroadcastChannel | null;
  private readonly left = new AbortController();
  private receiving: Receiving | null = null;
  /** Whose word counts: this tab's own while it leads. */
  private term = 0;
  private applied: string | null;
  private link: Link = { state: "connecting", again: false };
  /** The last event that says how far the log has come. */
  private beat: ReceivedEvent | null = null;
  private heardAt = Date.now();
  private askedAt: number | null = null;
  /** Of several tabs that miss the leader one is the first. */
  private readonly hesitation = Math.random() * HESITATION;
  /** Gives the lock back; null while this tab neither holds it nor waits for it. */
  private stepDown: (() => void) | null = null;

  constructor(options: ShareOptions) {
    this.options = options;
    this.applied = options.applied ?? null;
    // Without a secure context there are no locks: then every tab has a stream of its own.
    this.channel = navigator.locks ? new BroadcastChannel(`live-chat:${options.name}:stream`) : null;
  }

  join(): void {
    const { signal } = this.left;
    const unwatch = this.options.watchWakeUps?.((wake) => this.wake(wake));
    if (unwatch) signal.addEventListener("abort", unwatch);
    if (!this.channel) {
      this.startReceiving();
      return;
    }
    this.channel.onmessage = (message: MessageEvent<Broadcast>) => this.hear(message.data);
    const watchdog = setInterval(() => this.watchLeader(), TICK);
    signal.addEventListener("abort", () => clearInterval(watchdog));
    this.lead();
    this.ask(null);
  }

  leave(): void {
    this.left.abort();
    this.stepDown?.();
    this.channel?.close();
  }

  isLeading(): boolean {
    return this.receiving !== null;
  }

  reconnect(): void {
    this.wake("back");
  }

  private wake(wake: Wake): void {
    // A tab that stands still must not keep the others waiting.
    if (wake === "frozen") this.stepDown?.();
    else if (this.receiving) this.receiving.wake(wake);
    else {
      if (!this.stepDown) this.lead();
      this.ask(wake);
    }
  }

  private ask(wake: Wake | null): void {
    this.askedAt ??= Date.now();
    this.say({ kind: "hello", wake });
  }

  /** A leader that doesn't answer is frozen or hangs. Its silence counts only from the question on. */
  private watchLeader(): void {
    if (this.receiving) return;
    const { isVisible = () => true, patience = PATIENCE, answerLimit = ANSWER_LIMIT } = this.options;
    const now = Date.now();
    if (this.askedAt !== null && now - this.askedAt > answerLimit + this.hesitation) {
      this.askedAt = null;
      this.heardAt = now;
      this.lead(true);
    } else if (now - this.heardAt > (isVisible() ? patience.seen : patience.unseen)) this.ask(null);
  }

  /** Waits for the lock (or takes it), leads for as long as it has it, and queues again when it was taken. */
  private lead(steal = false): void {
    this.stepDown?.();
    const given = new AbortController();
    this.stepDown = () => {
      this.stepDown = null;
      given.abort();
      this.resign();
    };
    const held = () =>
      new Promise<void>((resolve) => {
        given.signal.addEventListener("abort", () => resolve(), { once: true });
        if (given.signal.aborted) resolve();
        else this.startReceiving();
      });
    const options = steal ? { steal } : { signal: given.signal };
    navigator.locks.request(`live-chat:${this.options.name}:leader`, options, held).catch(() => {
      if (given.signal.aborted) return;
      this.lead();
      this.ask(null);
    });
  }

  private startReceiving(): void {
    if (this.receiving) return;
    // Later than whoever led before, and never the same as another's.
    this.term = Math.max(this.term, Date.now()) + Math.random();
    this.askedAt = null;
    this.receiving = this.options.receive(this.applied, {
      onEvent: (received) => {
        this.say({ kind: "event", term: this.term, previous: this.applied, received });
        this.take(received);
      },
      onLink: (link) => {
        this.say({ kind: "link", term: this.term, link });
        this.setLink(link);
      },
    });
    this.tellStanding();
  }

  private resign(): void {
    this.receiving?.stop();
    this.receiving = null;
    this.heardAt = Date.now();
  }

  private hear(broadcast: Broadcast): void {
    if (broadcast.kind === "hello") this.answer(broadcast.wake);
    else if (broadcast.term >= this.term) this.hearLeader(broadcast);
  }

  private hearLeader(broadcast: Exclude<Broadcast, { kind: "hello" }>): void {
    if (this.receiving) this.resign();
    this.term = broadcast.term;
    this.heardAt = Date.now();
    this.askedAt = null;
    // A leader of another version may say more than this tab understands: then it is at least there.
    if (broadcast.kind === "event") this.follow(broadcast.previous, broadcast.received);
    if (broadcast.kind === "link" || broadcast.kind === "standing") this.setLink(broadcast.link);
    if (broadcast.kind === "standing") this.compare(broadcast.applied, broadcast.beat);
  }

  private answer(wake: Wake | null): void {
    if (!this.receiving) return;
    if (wake) this.receiving.wake(wake);
    else this.receiving.check();
    this.tellStanding();
  }

  private tellStanding(): void {
    const { term, link, applied, beat } = this;
    this.say({ kind: "standing", term, link, applied, beat });
  }

  /** Everything the leader said before is here: whatever it has applied beyond that was missed. */
  private compare(applied: string | null, beat: ReceivedEvent | null): void {
    if (applied !== null && applied !== this.applied) {
      if (this.applied === null) this.options.onJoin(applied);
      else if (isAfter(applied, this.applied)) this.options.onGap(applied);
      else applied = this.applied;
      this.applied = applied;
    }
    if (beat && !this.beat) this.take(beat);
  }

  private follow(previous: string | null, received: ReceivedEvent): void {
    const isReset = received.event.event === "conversations";
    const { id } = received;
    if (id !== null && this.applied !== null && !isReset) {
      // Another leader went on from further back.
      if (!isAfter(id, this.applied)) return;
      if (previous !== this.applied) this.options.onGap(previous);
    }
    this.take(received);
  }

  private take(received: ReceivedEvent): void {
    this.options.onEvent(received, this.receiving !== null);
    if (received.id !== null) this.applied = received.id;
    const name = received.event.event;
    if (name === "connected" || name === "heartbeat") this.beat = received;
  }

  private setLink(link: Link): void {
    this.link = link;
    if (link.state !== "open") this.beat = null;
    this.options.onLink(link);
  }

  private say(broadcast: Broadcast): void {
    if (!this.left.signal.aborted) this.channel?.postMessage(broadcast);
  }
}
