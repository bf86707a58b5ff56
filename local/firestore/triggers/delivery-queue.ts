/** How often and how fast events are delivered; times in milliseconds. */
export interface DeliveryPolicy {
  /** Deliveries under way at once. */
  concurrency: number;
  firstRetryDelay: number;
  maxRetryDelay: number;
  /** Age at which a delivery that still fails is given up. */
  giveUpAfter: number;
}

/**
 * Firestore's own policy, with shorter pauses: nobody at a laptop waits ten minutes. Not too many at once, as the
 * functions emulator, left to itself, starts a whole process for each request that finds its workers busy.
 */
export const LOCAL_POLICY: DeliveryPolicy = {
  concurrency: 16,
  firstRetryDelay: 100,
  maxRetryDelay: 10_000,
  giveUpAfter: 24 * 60 * 60 * 1000,
};

/** `again` asks for another try; `drop` forgets the delivery. */
export type DeliveryResult = "done" | "again" | "drop";

interface Delivery<T> {
  event: T;
  tries: number;
  since: number;
}

/**
 * Delivers events at least once: started in the order they were added, a bounded number at a time, and repeated
 * with growing pauses until `deliver` says done. A pausing delivery holds up no other.
 */
export class DeliveryQueue<T> {
  readonly #deliver: (event: T, signal: AbortSignal) => Promise<DeliveryResult>;
  readonly #policy: DeliveryPolicy;
  readonly #ready: Delivery<T>[] = [];
  readonly #pausing = new Map<Delivery<T>, NodeJS.Timeout>();
  readonly #stopping = new AbortController();
  #running = 0;
  #idleListeners: (() => void)[] = [];

  constructor(
    deliver: (event: T, signal: AbortSignal) => Promise<DeliveryResult>,
    policy: DeliveryPolicy = LOCAL_POLICY,
  ) {
    this.#deliver = deliver;
    this.#policy = policy;
  }

  /** Takes an event to deliver; returns at once. */
  add(event: T): void {
    if (this.#stopping.signal.aborted) return;
    this.#ready.push({ event, tries: 0, since: Date.now() });
    // Writers never wait: the first delivery starts after the commit that caused it has returned.
    setImmediate(() => this.#startReady());
  }

  /** Resolves when every event was delivered, dropped or given up. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#idleListeners.push(resolve));
  }

  /** Tries everything that pauses right now, e.g. because the receiver came up. */
  retryNow(): void {
    for (const delivery of this.#pausing.keys()) this.#resume(delivery);
  }

  /** Forgets all events and ends deliveries under way. */
  stop(): void {
    this.#stopping.abort();
    this.#ready.length = 0;
    for (const timer of this.#pausing.values()) clearTimeout(timer);
    this.#pausing.clear();
    this.#tellIfIdle();
  }

  #startReady(): void {
    while (this.#running < this.#policy.concurrency && this.#ready.length > 0) {
      void this.#run(this.#ready.shift()!);
    }
  }

  async #run(delivery: Delivery<T>): Promise<void> {
    this.#running++;
    delivery.tries++;
    const result = await this.#deliver(delivery.event, this.#stopping.signal);
    this.#running--;
    const tooOld = Date.now() - delivery.since >= this.#policy.giveUpAfter;
    if (result === "again" && !tooOld && !this.#stopping.signal.aborted) this.#pause(delivery);
    this.#startReady();
    this.#tellIfIdle();
  }

  #pause(delivery: Delivery<T>): void {
    const { firstRetryDelay, maxRetryDelay } = this.#policy;
    const delay = Math.min(firstRetryDelay * 2 ** (delivery.tries - 1), maxRetryDelay);
    this.#pausing.set(
      delivery,
      setTimeout(() => this.#resume(delivery), delay),
    );
  }

  #resume(delivery: Delivery<T>): void {
    clearTimeout(this.#pausing.get(delivery));
    this.#pausing.delete(delivery);
    this.#ready.push(delivery);
    this.#startReady();
  }

  get isIdle(): boolean {
    return this.#ready.length === 0 && this.#running === 0 && this.#pausing.size === 0;
  }

  #tellIfIdle(): void {
    if (!this.isIdle) return;
    const listeners = this.#idleListeners;
    this.#idleListeners = [];
    for (const resolve of listeners) resolve();
  }
}
