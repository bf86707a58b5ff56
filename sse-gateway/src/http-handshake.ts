import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/**
 * A connection while it belongs to node:http: its bytes pass through here, so that the socket can be taken over
 * once the request is read. A stream then costs a bare socket; the parser, the request and the response, three
 * quarters of a connection's memory, are let go.
 *
 * One request per connection: there is nothing to answer a second one with once the first became a stream.
 */
export class HttpHandshake extends Duplex {
  #socket: Socket | null;
  #requested = false;
  readonly #deadline: NodeJS.Timeout;

  /** `patience`: ms until the connection must have become a stream or been answered; slow ones are cut. */
  constructor(socket: Socket, patience: number) {
    super();
    this.#socket = socket;
    this.#deadline = setTimeout(() => socket.destroy(), patience);
    socket
      .on("data", this.#receive)
      .on("end", this.#finish)
      .on("close", this.#close)
      .on("error", this.#close);
  }

  get remoteAddress(): string | undefined {
    return this.#socket?.remoteAddress;
  }

  /** True for the connection's first request; any other is refused by closing the connection. */
  admitRequest(): boolean {
    if (this.#requested) this.destroy();
    const first = !this.#requested;
    this.#requested = true;
    return first;
  }

  /**
   * The socket itself, without listeners; null if the connection is gone. http believes that its answer went out
   * and ended the connection, and forgets about it.
   */
  takeOver(response: ServerResponse): Socket | null {
    const socket = this.#socket;
    if (!socket || this.destroyed) return null;
    socket
      .off("data", this.#receive)
      .off("end", this.#finish)
      .off("close", this.#close)
      .off("error", this.#close);
    this.#socket = null;
    response.end();
    setImmediate(() => this.destroy());
    return socket;
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket) this.#socket.write(bytes, done);
    else done();
  }

  override _final(done: () => void): void {
    if (this.#socket) this.#socket.end(done);
    else done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#deadline);
    this.#socket?.destroySoon();
    done(error);
  }

  readonly #receive = (bytes: Buffer) => {
    if (!this.push(bytes)) this.#socket?.pause();
    // What http has read it has copied, but for a request's body, which nobody reads.
    if (this.readableLength === 0) release(bytes);
  };
  readonly #finish = () => {
    this.push(null);
  };
  readonly #close = () => {
    this.destroy();
  };
}

/**
 * Gives back the memory of bytes that nobody will look at again. Left to the garbage collector they leave holes, in
 * which later connections would lie scattered, and be slower to write to (docs/decisions/006).
 */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
