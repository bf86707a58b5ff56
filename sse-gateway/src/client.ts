import type { Socket } from "node:net";
import type { AgentToken } from "@live-chat/core/agent-token.ts";
import { type Chunk, frameRetry, LAST_CHUNK, toChunk } from "./frame.ts";

/** Why a stream ended. */
export type EndReason =
  | "left"
  | "slow"
  | "lifetime"
  | "agent_removed"
  | "no_snapshot"
  | "shutdown"
  | "second_request";

/** ms that a client may take to read one slice of what it missed, or the end of its stream. */
const PATIENCE = 30_000;

/**
 * One open stream: a bare socket and a handful of fields, because there are many of them. Bytes go to the socket
 * as they are; http no longer knows about it.
 */
export class Client {
  readonly socket: Socket;
  readonly agent: AgentToken;
  readonly address: string;
  /** False for HTTP/1.0, which has no chunks: the connection's end is the body's end. */
  readonly chunked: boolean;
  /** ms since 1970 */
  readonly endsAt: number;
  /** Bytes that may wait for the client to read. */
  readonly maxBuffered: number;
  /** True once it has everything up to the gateway's cursor, so that it gets what comes. */
  live = false;
  /** The recent log's number of the newest entry it got; says something only while it is live. */
  seen = 0;
  /** Its place in the fan-out's list. */
  place = -1;
  endReason: EndReason | null = null;
  endedAt = 0;

  constructor(fields: {
    socket: Socket;
    agent: AgentToken;
    address: string;
    chunked: boolean;
    endsAt: number;
    maxBuffered: number;
  }) {
    this.socket = fields.socket;
    this.agent = fields.agent;
    this.address = fields.address;
    this.chunked = fields.chunked;
    this.endsAt = fields.endsAt;
    this.maxBuffered = fields.maxBuffered;
  }

  get ended(): boolean {
    return this.endReason !== null || this.socket.destroyed;
  }

  /** Writes, unless the client has too much waiting already: then it is cut, and resumes later. */
  write(chunk: Chunk): void {
    if (this.endReason !== null) return;
    if (this.socket.writableLength > this.maxBuffered) this.cut("slow");
    else this.socket.write(this.chunked ? chunk.chunked : chunk.identity);
  }

  /** Resolves when the client has read what was written, or is gone. One that reads nothing is cut. */
  async drained(): Promise<void> {
    if (!this.socket.writableNeedDrain || this.ended) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const tooSlow = setTimeout(() => this.cut("slow"), PATIENCE);
    this.socket.once("drain", resolve).once("close", resolve);
    await promise;
    clearTimeout(tooSlow);
    this.socket.off("drain", resolve).off("close", resolve);
  }

  /** Ends the stream cleanly and tells the client to come back after `retry` ms. */
  end(reason: EndReason, retry: number): void {
    if (this.ended) return;
    this.write(toChunk([frameRetry(retry)]));
    if (this.ended) return;
    if (this.chunked) this.socket.write(LAST_CHUNK);
    this.socket.destroySoon();
    this.#close(reason);
  }

  /** Ends the stream at once, whatever was waiting. */
  cut(reason: EndReason): void {
    this.#close(reason);
    this.socket.destroy();
  }

  /** Whether it was told to end and still hasn't read that. */
  isStuck(now: number): boolean {
    return this.endReason !== null && now - this.endedAt > PATIENCE;
  }

  #close(reason: EndReason): void {
    this.live = false;
    this.endReason ??= reason;
    this.endedAt ||= Date.now();
  }
}

/**
 * Whether it is the client's turn, of so many. Each client has one of them for good, as good as random: by when its
 * stream ends.
 */
export function hasTurn({ endsAt }: Pick<Client, "endsAt">, turn: number, turns: number): boolean {
  return endsAt % turns === turn;
}
