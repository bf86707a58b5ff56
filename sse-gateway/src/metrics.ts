type Labels = Record<string, string>;

/** Upper bounds in seconds: from a good local round to one that somebody should look at. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** A number that only grows, by label. */
class Counter {
  readonly #values = new Map<string, number>();

  add(amount = 1, labels: Labels = {}): void {
    const key = toLabels(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount);
  }

  lines(name: string): string[] {
    return [...this.#values].map(([labels, value]) => `${name}${labels} ${value}`);
  }
}

class Histogram {
  readonly #bounds: number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: number[]) {
    this.#bounds = bounds;
    this.#counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    const found = this.#bounds.findIndex((bound) => value <= bound);
    this.#counts[found === -1 ? this.#bounds.length : found]! += 1;
    this.#sum += value;
  }

  lines(name: string): string[] {
    let total = 0;
    const buckets = [...this.#bounds, "+Inf"].map((bound, i) => {
      total += this.#counts[i]!;
      return `${name}_bucket{le="${bound}"} ${total}`;
    });
    return [...buckets, `${name}_sum ${this.#sum}`, `${name}_count ${total}`];
  }
}

/** What the gateway counts about itself. Names and help texts stand in `render`'s table. */
export class Metrics {
  readonly opened = new Counter();
  readonly ended = new Counter();
  readonly refused = new Counter();
  readonly resets = new Counter();
  readonly events = new Counter();
  readonly deliveries = new Counter();
  readonly batch = new Histogram(SIZES);
  readonly delay = new Histogram(SECONDS);
  readonly round = new Histogram(SECONDS);

  /** Prometheus' text format. `gauges` are what can be read off at this moment. */
  render(gauges: Record<string, [help: string, value: number]>): string {
    const table: [name: string, type: string, help: string, metric: Counter | Histogram][] = [
      ["streams_opened_total", "counter", "Streams opened: fresh, resumed, reset.", this.opened],
      ["streams_ended_total", "counter", "Streams ended, by reason.", this.ended],
      ["requests_refused_total", "counter", "Requests for a stream refused, by code.", this.refused],
      [
        "log_resets_total",
        "counter",
        "Times everyone was reset because the log was not continuous, by reason.",
        this.resets,
      ],
      ["events_total", "counter", "Events read from the log.", this.events],
      ["deliveries_total", "counter", "Events times clients they were written to.", this.deliveries],
      ["batch_events", "histogram", "Events joined in one write.", this.batch],
      [
        "commit_to_write_seconds",
        "histogram",
        "From Redis' clock at the append to the end of the round.",
        this.delay,
      ],
      [
        "round_seconds",
        "histogram",
        "Time until everyone was written what one read of the log brought.",
        this.round,
      ],
    ];
    const lines = table.flatMap(([name, type, help, metric]) => {
      const full = `live_chat_gateway_${name}`;
      return [`# HELP ${full} ${help}`, `# TYPE ${full} ${type}`, ...metric.lines(full)];
    });
    for (const [name, [help, value]] of Object.entries(gauges)) {
      const full = `live_chat_gateway_${name}`;
      lines.push(`# HELP ${full} ${help}`, `# TYPE ${full} gauge`, `${full} ${value}`);
    }
    return `${lines.join("\n")}\n`;
  }
}

function toLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}
