import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Message, MessageStatus } from "@live-chat/contract/message.ts";
import { createParser, type EventSourceMessage } from "eventsource-parser";

/** A status may only be followed by one further to the right; a retry starts again. */
const ORDER: MessageStatus[] = ["queued", "unconfirmed", "sent", "failed", "delivered", "read"];

type Reader = { token(): Promise<string> };

/** What a dashboard is told of messages, as it comes in by the stream, which is opened again whenever it ends. */
export class StatusRecord {
  /** Every step back, in words. */
  readonly wrong: string[] = [];
  /** The statuses that each outbound message went through, without repetitions. */
  readonly ways = new Map<string, MessageStatus[]>();
  /** How often the stream was opened, and how often it began afresh instead of where it ended. */
  readonly counts = { opened: 0, resets: 0 };
  /** Called with what a dashboard would show anew. */
  onChange: (message: Message) => void = () => {};
  readonly #url: string;
  readonly #agent: Reader;
  readonly #newest = new Map<string, Message>();
  readonly #abort = new AbortController();
  #lastId = "";

  private constructor(url: string, agent: Reader) {
    this.#url = url;
    this.#agent = agent;
  }

  /** Resolves when the stream is open. Throws if it isn't to be had. */
  static async open(gatewayUrl: string, agent: Reader): Promise<StatusRecord> {
    const record = new StatusRecord(`${gatewayUrl}/api/live-chat/events`, agent);
    void record.#read(await record.#open());
    return record;
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Where a dashboard would show something else than these, in words. What came before a reset it has forgotten. */
  differences(messages: Message[]): string[] {
    return messages.flatMap((message) => {
      const told = this.#newest.get(message.message_id);
      if (told === undefined ? this.counts.resets > 0 : isDeepStrictEqual(told, message)) return [];
      return [`${message.message_id} is of version ${message.version}, the stream told ${told?.version}`];
    });
  }

  async #open(): Promise<Response> {
    const answer = await fetch(this.#url, {
      headers: {
        authorization: `Bearer ${await this.#agent.token()}`,
        ...(this.#lastId ? { "last-event-id": this.#lastId } : {}),
      },
      signal: this.#abort.signal,
    });
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status}`);
    this.counts.opened++;
    return answer;
  }

  /** Reads until it is stopped: a stream ends when its token or its gateway does. */
  async #read(answer: Response): Promise<void> {
    for (let stream: Response | null = answer; !this.#abort.signal.aborted; ) {
      try {
        if (stream) await this.#take(stream.body!);
      } catch {
        // Cut off: goes on where it ended.
      }
      stream = await this.#open().catch(() => null);
      if (!stream) await pause(500);
    }
  }

  async #take(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const parser = createParser({ onEvent: (event) => this.#hear(event) });
    for await (const text of body.pipeThrough(new TextDecoderStream())) parser.feed(text);
  }

  #hear({ id, event, data }: EventSourceMessage): void {
    if (event === "conversations" && this.#lastId !== "") {
      this.counts.resets++;
      this.#newest.clear();
    }
    if (id) this.#lastId = id;
    if (event !== "new_message" && event !== "message_updated") return;
    this.note((JSON.parse(data) as { message: Message }).message);
  }

  /** As a dashboard does, only looks at what is newer than what it has. */
  note(message: Message): void {
    const { message_id, status, attempt, version } = message;
    const before = this.#newest.get(message_id);
    if (before && before.version >= version) return;
    this.#newest.set(message_id, message);
    if (message.direction === "outbound") {
      if (before?.attempt === attempt && ORDER.indexOf(status) < ORDER.indexOf(before.status)) {
        this.wrong.push(`${message_id} went back from ${before.status} to ${status}`);
      }
      const way = this.ways.get(message_id) ?? [];
      if (way.at(-1) !== status) this.ways.set(message_id, [...way, status]);
    }
    this.onChange(message);
  }
}
