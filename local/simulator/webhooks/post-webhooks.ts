import type { Chaos } from "../chaos.ts";
import type { Account } from "../world.ts";
import { SignedPost } from "./post-signed.ts";

/** What a `messages` change says of one chat. */
export type WebhookValue = Record<string, unknown>;

/** `tells`: of statuses. */
type Webhook = { body: string; tells: boolean };

type Change = { account: Account; chat: string; value: WebhookValue; taken: () => void };

export type PostOptions = {
  url: string;
  appSecret: string;
  chaos: Chaos;
  /** The wait before the second try, in ms; it doubles up to half a minute. Meta goes on for 7 days, we until the end. */
  retryAfter?: number;
};

const LONGEST_WAIT = 30_000;
/** How long webhooks gather to be shuffled or put into one, in ms. */
const GATHERING = 40;

/** Posts webhooks as Meta does: signed, one chat's in order, again after anything but 200. Chaos undoes all of that but the signature. */
export class WebhookPoster {
  readonly #options: PostOptions;
  readonly #target: SignedPost;
  readonly #timers = new Set<NodeJS.Timeout>();
  #ended = false;
  readonly #lastOf = new Map<string, Promise<unknown>>();
  #gathered: Change[] = [];
  #open = 0;
  #whenIdle: (() => void)[] = [];
  /** Webhooks that were answered with 200, and tries that were not. */
  readonly counts = { taken: 0, refused: 0 };
  /** Webhooks that tell of statuses: on their way right now, and those whose connection broke. */
  readonly telling = { now: 0, cut: 0 };
  /** Settled while webhooks go out. */
  #up: Promise<void> = Promise.resolve();
  #comeBack = () => {};

  constructor(options: PostOptions) {
    this.#options = options;
    this.#target = new SignedPost(options.url, options.appSecret);
  }

  /** Resolves when the receiver has taken it. */
  post(account: Account, chat: string, value: WebhookValue): Promise<void> {
    const { chaos } = this.#options;
    const { duplicate, delay } = chaos.settings;
    return new Promise((taken) => {
      const copies = chaos.chance(duplicate, `duplicate ${chat}`) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        this.#open++;
        const change = { account, chat, value, taken };
        const late = delay && Math.round(chaos.random(`delay ${chat}`) * delay);
        if (late) this.#later(late, () => this.#gather(change));
        else this.#gather(change);
      }
    });
  }

  /** Resolves when every webhook was taken; at once if there is none. */
  async idle(): Promise<void> {
    if (this.#open > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  get pending(): number {
    return this.#open;
  }

  /** Cuts the webhooks that are under way, whether or not they were taken; they and all others wait for `comeBack`. */
  goDown(): void {
    const up = Promise.withResolvers<void>();
    this.#up = up.promise;
    this.#comeBack = up.resolve;
    this.telling.cut += this.telling.now;
    this.#target.cut();
  }

  comeBack(): void {
    this.#comeBack();
  }

  /** Nothing is posted any more; what wasn't taken is lost. */
  stop(): void {
    this.#ended = true;
    this.#target.stop();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#open = 0;
    this.#tellIdle();
  }

  #gather(change: Change): void {
    const { shuffle, batch } = this.#options.chaos.settings;
    this.#gathered.push(change);
    if (!shuffle && !batch) this.#release();
    else if (this.#gathered.length === 1) this.#later(GATHERING, () => this.#release());
  }

  #release(): void {
    const { chaos } = this.#options;
    const { shuffle, batch } = chaos.settings;
    const changes = shuffle ? this.#shuffled(this.#gathered) : this.#gathered;
    this.#gathered = [];
    while (changes.length > 0) {
      const size = batch ? 1 + Math.floor(chaos.random("batch") * 20) : 1;
      this.#deliver(changes.splice(0, size), !shuffle);
    }
  }

  #shuffled(changes: Change[]): Change[] {
    const { chaos } = this.#options;
    return changes
      .map((change) => ({ change, place: chaos.random(`shuffle ${change.chat}`) }))
      .sort((a, b) => a.place - b.place)
      .map(({ change }) => change);
  }

  /** Posts these changes as one webhook; where order matters, after the first try of what their chats had before. */
  #deliver(changes: Change[], inOrder: boolean): void {
    if (this.#ended) return;
    const body = escapeUnicode(JSON.stringify(toEnvelope(changes)));
    const chats = [...new Set(changes.map(({ chat }) => chat))];
    const before = inOrder ? chats.map((chat) => this.#lastOf.get(chat)) : [];
    const webhook = { body, tells: changes.some(({ value }) => "statuses" in value) };
    const first = Promise.all(before).then(() => this.#try(webhook));
    for (const chat of chats) this.#lastOf.set(chat, first);
    void this.#untilTaken(webhook, first).then(() => {
      this.counts.taken++;
      for (const change of changes) change.taken();
      for (const chat of chats) if (this.#lastOf.get(chat) === first) this.#lastOf.delete(chat);
      this.#open -= changes.length;
      if (this.#open === 0) this.#tellIdle();
    });
  }

  async #untilTaken(webhook: Webhook, first: Promise<boolean>): Promise<void> {
    let wait = this.#options.retryAfter ?? 250;
    let taken = await first;
    while (!taken) {
      await new Promise<void>((resolve) => this.#later(wait, resolve));
      wait = Math.min(wait * 2, LONGEST_WAIT);
      taken = await this.#try(webhook);
    }
  }

  async #try({ body, tells }: Webhook): Promise<boolean> {
    await this.#up;
    if (tells) this.telling.now++;
    const taken = (await this.#target.post(body)) === 200;
    if (tells) this.telling.now--;
    if (!taken) this.counts.refused++;
    return taken;
  }

  /** Unless all ended before. */
  #later(ms: number, run: () => void): void {
    if (this.#ended) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  #tellIdle(): void {
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}

function toEnvelope(changes: Change[]) {
  return {
    object: "whatsapp_business_account",
    entry: changes.map(({ account, value }) => ({
      id: account.waba_id,
      changes: [{ value: { ...base(account), ...value }, field: "messages" }],
    })),
  };
}

function base({ id, display_phone_number }: Account) {
  return {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: display_phone_number.replace(/\D/g, ""), phone_number_id: id },
  };
}

/** Meta escapes what isn't ASCII, and the slash, and signs the result. */
function escapeUnicode(json: string): string {
  return json
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
