import type { Client } from "./client.ts";
import type { Chunk } from "./frame.ts";

/**
 * All open streams, and one way to write to them. A round over them is not interrupted: what arrives meanwhile
 * waits in Redis and goes out joined in the next round, so more events cost hardly more writes.
 */
export class FanOut {
  readonly clients: Client[] = [];
  #whenEmpty: (() => void)[] = [];

  add(client: Client): void {
    client.place = this.clients.push(client) - 1;
  }

  remove(client: Client): void {
    const last = this.clients.pop();
    if (last && last !== client) {
      this.clients[client.place] = last;
      last.place = client.place;
    }
    if (this.clients.length > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  async emptied(): Promise<void> {
    if (this.clients.length > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  /** To everyone who is up to date; the others find it in the log when they get there. Returns how many. */
  deliver(chunk: Chunk): number {
    let written = 0;
    for (const client of this.clients) {
      if (!client.live) continue;
      client.write(chunk);
      written++;
    }
    return written;
  }

  /** To everyone: for what has no place in the log. */
  broadcast(chunk: Chunk): void {
    for (const client of this.clients) client.write(chunk);
  }
}
