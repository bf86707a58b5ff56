import type { Message, MessageStatus } from "@live-chat/contract/message.ts";
import { createParser, type EventSourceMessage } from "eventsource-parser";

/** A status may only be followed by one further to the right; a retry starts again. */
const ORDER: MessageStatus[] = ["queued", "unconfirmed", "sent", "failed", "delivered", "read"];

/** What a dashboard is told of outbound messages, as it comes in by the stream. */
export class StatusRecord {
  /** Every step back, in words. */
  readonly wrong: string[] = [];
  /** The statuses that each message went through, without repetitions. */
  readonly ways = new Map<string, MessageStatus[]>();
  readonly #newest = new Map<string, Message>();
  readonly #abort = new AbortController();

  /** Resolves when the stream is open. Throws if it isn't to be had. */
  static async open(gatewayUrl: string, token: string): Promise<StatusRecord> {
    const record = new StatusRecord();
    const answer = await fetch(`${gatewayUrl}/api/live-chat/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: record.#abort.signal,
    });
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status}`);
    void record.#read(answer.body!);
    return record;
  }

  stop(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const parser = createParser({ onEvent: (event) => this.#take(event) });
    try {
      for await (const text of body.pipeThrough(new TextDecoderStream())) parser.feed(text);
      this.wrong.push("the stream ended");
    } catch (error) {
      if (!this.#abort.signal.aborted) this.wrong.push(`the stream broke: ${(error as Error).message}`);
    }
  }

  #take({ event, data }: EventSourceMessage): void {
    if (event !== "new_message" && event !== "message_updated") return;
    this.note((JSON.parse(data) as { message: Message }).message);
  }

  /** As a dashboard does, only looks at what is newer than what it has. */
  note(message: Message): void {
    const { message_id, status, attempt, version } = message;
    const before = this.#newest.get(message_id);
    if (message.direction !== "outbound" || (before && before.version >= version)) return;
    this.#newest.set(message_id, message);
    if (before?.attempt === attempt && ORDER.indexOf(status) < ORDER.indexOf(before.status)) {
      this.wrong.push(`${message_id} went back from ${before.status} to ${status}`);
    }
    const way = this.ways.get(message_id) ?? [];
    if (way.at(-1) !== status) this.ways.set(message_id, [...way, status]);
  }
}
