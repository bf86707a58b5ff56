import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { seededRandom } from "./seeded-random.ts";
import { stack } from "./stack.ts";

/** Frames that change places with each other, at most. */
const WINDOW = 6;
/** ms after which what is held back goes on. */
const PATIENCE = 150;

/**
 * A network that repeats and reorders what the gateway sends: every logged event comes once or twice, in any
 * order among its neighbours, the newest last of all, because a dashboard knows by the last one how far it has
 * come. `seed` makes the same mess again.
 */
export async function startShufflingGateway(
  seed: number,
): Promise<{ port: number; mangled(): number; stop(): void }> {
  const random = seededRandom(seed);
  let mangled = 0;

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const upstream = request(
      stack.urls.gateway + incoming.url,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        if (answer.headers["content-type"]?.startsWith("text/event-stream")) mangle(answer, outgoing);
        else answer.pipe(outgoing);
      },
    );
    upstream.on("error", () => outgoing.destroy());
    outgoing.on("close", () => upstream.destroy());
    incoming.pipe(upstream);
  }

  function mangle(answer: IncomingMessage, outgoing: ServerResponse): void {
    let rest = "";
    let held: string[] = [];
    const letGo = () => {
      mangled += held.length;
      const doubled = held.flatMap((frame) => (random() < 0.5 ? [frame, frame] : [frame]));
      for (const frame of [...shuffled(doubled, random), ...held.slice(-1)]) outgoing.write(frame);
      held = [];
    };
    const timer = setInterval(letGo, PATIENCE);
    answer.setEncoding("utf8").on("data", (text: string) => {
      const frames = (rest + text).split(/(?<=\n\n)/);
      rest = frames.at(-1)!.endsWith("\n\n") ? "" : frames.pop()!;
      for (const frame of frames) {
        if (isLogged(frame)) held.push(frame);
        else outgoing.write(frame);
        if (held.length >= WINDOW) letGo();
      }
    });
    answer.on("close", () => {
      clearInterval(timer);
      outgoing.destroy();
    });
  }

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, mangled: () => mangled, stop };
}

const isLogged = (frame: string) =>
  /^event: (new_message|new_conversation|message_updated|conversation_updated)$/m.test(frame);

function shuffled<T>(values: T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
