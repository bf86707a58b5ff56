/** ms between two questions to the tab whose turn it is, and how many in a row it may leave unanswered. */
const PAUSE = 1000;
const PATIENCE = 4;

/**
 * Runs `work` while no other tab of this browser runs work of that name. A tab that stands still is not waited for:
 * when it doesn't answer, its turn is taken from it, so `work` must bear that the other one goes on one day.
 */
export async function alone(name: string, work: () => Promise<void>, pause = PAUSE): Promise<void> {
  // Without a secure context there are no locks; the messages' own ids then still prevent doubles.
  if (!navigator.locks) return work();
  const turn = new Turn(name, work);
  try {
    await turn.wait(pause);
  } finally {
    turn.end();
  }
}

class Turn {
  private readonly lock: string;
  private readonly work: () => Promise<void>;
  private readonly channel: BroadcastChannel;
  private timer: ReturnType<typeof setInterval> | undefined;
  private running: Promise<void> | null = null;
  private unanswered = 0;

  constructor(name: string, work: () => Promise<void>) {
    this.lock = `live-chat:${name}`;
    this.work = work;
    this.channel = new BroadcastChannel(`${this.lock}:turn`);
    this.channel.onmessage = ({ data }: MessageEvent<"whose" | "mine">) => {
      if (data === "mine") this.unanswered = 0;
      else if (this.running) this.channel.postMessage("mine");
    };
  }

  async wait(pause: number): Promise<void> {
    const given = new AbortController();
    this.timer = setInterval(() => {
      if (this.running) return;
      if (this.unanswered++ < PATIENCE) this.channel.postMessage("whose");
      else given.abort();
    }, pause);
    await this.hold({ signal: given.signal }).catch((error: unknown) => {
      if (!given.signal.aborted) throw error;
      return this.hold({ steal: true });
    });
  }

  end(): void {
    clearInterval(this.timer);
    this.channel.close();
  }

  private async hold(options: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(this.lock, options, () => {
        this.running = this.work();
        return this.running;
      });
    } catch (error) {
      // Taken while it stood still: what had begun is still going on.
      if (!this.running) throw error;
      await this.running;
    }
  }
}
