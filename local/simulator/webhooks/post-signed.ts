import { createHmac } from "node:crypto";
import { Agent, type ClientRequest, request } from "node:http";

/** As many webhooks are under way at once. */
const MOST_AT_ONCE = 32;

/** Posts signed bodies to one address, some at a time, over connections that stay open. */
export class SignedPost {
  readonly #url: string;
  readonly #secret: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  readonly #underWay = new Set<ClientRequest>();

  constructor(url: string, secret: string) {
    this.#url = url;
    this.#secret = secret;
  }

  /** Returns the answer's status; null where there was none. */
  post(body: string): Promise<number | null> {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-hub-signature-256": `sha256=${createHmac("sha256", this.#secret).update(body).digest("hex")}`,
    };
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const posting = request(this.#url, { method: "POST", agent: this.#agent, headers }, (answer) => {
      answer.resume().on("close", () => resolve(answer.statusCode ?? null));
    });
    this.#underWay.add(posting);
    posting.on("error", () => resolve(null)).on("close", () => this.#underWay.delete(posting));
    posting.end(body);
    return promise;
  }

  /** Breaks off all that is under way: it has no answer. */
  cut(): void {
    for (const posting of this.#underWay) posting.destroy();
  }

  stop(): void {
    this.cut();
    this.#agent.destroy();
  }
}
