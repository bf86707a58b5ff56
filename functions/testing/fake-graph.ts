import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of one send: taken; refused with a code; never answered; taken or not, and then cut off; a bare 502. */
export type Fate = "take" | { refuse: number } | "hang" | "take and cut" | "cut" | "take and 502";

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever was sent
export type Sent = { path: string; body: any; wamid: string };

/** A Graph API of a few lines, which does to each send what a test wants. */
export class FakeGraph {
  /** Everything that it took, in order. */
  readonly taken: Sent[] = [];
  /** Everything that it was asked, by method and path. */
  readonly asked: string[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  fate: (body: any) => Fate = () => "take";
  /** By which number it knows the customer whom a send names. */
  waId = (input: string) => input;
  /** What GET answers, by the path's beginning. */
  readonly pages: Record<string, unknown> = {};
  #server: Server | null = null;
  #port = 0;

  /** Where it runs already, it goes on. */
  async start(): Promise<void> {
    if (this.#server) return;
    this.#server = createServer(async (request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      if (request.method === "GET") return answer(response, 200, this.#page(request.url ?? ""));
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      if (body.status === "read") {
        this.taken.push({ path: request.url ?? "", body, wamid: "" });
        return answer(response, 200, { success: true });
      }
      this.#decide(request.url ?? "", body, response);
    });
    await new Promise<void>((resolve) => this.#server!.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** At once, whatever is under way. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  /** The texts that it took, in order. */
  get texts(): string[] {
    return this.taken.flatMap(({ body }) => (body.text ? [body.text.body] : []));
  }

  #page(url: string): unknown {
    return Object.entries(this.pages).find(([beginning]) => url.startsWith(beginning))?.[1] ?? {};
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  #decide(path: string, body: any, response: ServerResponse): void {
    const fate = this.fate(body);
    const wamid = `wamid.${this.taken.length + 1}.${Math.random()}`;
    const take = () => this.taken.push({ path, body, wamid });
    if (fate === "take") {
      take();
      const input = body.to ?? body.recipient ?? "";
      const contacts = [{ input, wa_id: this.waId(input) }];
      answer(response, 200, { messaging_product: "whatsapp", contacts, messages: [{ id: wamid }] });
    } else if (fate === "take and 502") {
      take();
      answer(response, 502, "Bad gateway");
    } else if (fate === "take and cut" || fate === "cut") {
      if (fate === "take and cut") take();
      response.socket?.destroy();
    } else if (fate !== "hang") {
      answer(response, 400, { error: { message: `(#${fate.refuse}) Meta's words`, code: fate.refuse } });
    }
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
