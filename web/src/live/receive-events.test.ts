import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Link,
  type ReceivedEvent,
  type ReceiveOptions,
  type Receiving,
  receiveEvents,
} from "./receive-events.ts";

type Connection = { request: IncomingMessage; response: ServerResponse };

let server: Server;
let connections: Connection[];
/** Answers the nth connection; what is not scripted becomes an open stream. */
let script: ((connection: Connection) => void)[];
let receiving: Receiving;

beforeEach(async () => {
  connections = [];
  script = [];
  server = createServer((request, response) => {
    const connection = { request, response };
    connections.push(connection);
    const scripted = script[connections.length - 1];
    if (scripted) scripted(connection);
    else openStream(connection);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
});

afterEach(async () => {
  receiving.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function openStream({ response }: Connection): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
}

function refuse(status: number, headers: Record<string, string> = {}) {
  return ({ response }: Connection) => response.writeHead(status, headers).end();
}

function send(index: number, event: string, id: string | null, data: unknown): void {
  const idLine = id ? `id: ${id}\n` : "";
  connections[index]!.response.write(`event: ${event}\n${idLine}data: ${JSON.stringify(data)}\n\n`);
}

function start(options: Partial<ReceiveOptions> = {}) {
  const events: ReceivedEvent[] = [];
  const links: Link[] = [];
  const tokens: boolean[] = [];
  const { port } = server.address() as AddressInfo;
  receiving = receiveEvents({
    url: `http://127.0.0.1:${port}/`,
    token: async (fresh) => {
      tokens.push(fresh === true);
      return fresh ? "fresh" : "usual";
    },
    onEvent: (received) => events.push(received),
    onLink: (link) => links.push(link),
    isOnline: () => true,
    delay: () => 1,
    ...options,
  });
  return { events, links, tokens };
}

const connected = (count: number) => vi.waitFor(() => expect(connections).toHaveLength(count));
const headers = (index: number) => connections[index]!.request.headers;

describe("receiveEvents", () => {
  it("hands on events with their ids, in order", async () => {
    const { events, links } = start();
    await connected(1);
    send(0, "connected", null, { status: "connected" });
    send(0, "new_message", "e/2-0", { text: "grüße 👋" });
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[1]).toEqual({ id: "e/2-0", event: { event: "new_message", data: { text: "grüße 👋" } } });
    expect(links.at(-1)).toEqual({ state: "open" });
    expect(headers(0).authorization).toBe("Bearer usual");
  });

  it("resumes after the last event it handed on", async () => {
    const { events } = start();
    await connected(1);
    expect(headers(0)["last-event-id"]).toBeUndefined();
    send(0, "new_message", "e/7-0", {});
    await vi.waitFor(() => expect(events).toHaveLength(1));
    connections[0]!.response.end();
    await connected(2);
    expect(headers(1)["last-event-id"]).toBe("e/7-0");
  });

  it("resumes after events whose names it doesn't know, and after what it can't read", async () => {
    const { events } = start();
    await connected(1);
    send(0, "of_a_later_server", "e/7-0", { anything: 1 });
    connections[0]!.response.write("event: new_message\nid: e/8-0\ndata: {broken\n\n");
    await vi.waitFor(() => expect(events.map(({ id }) => id)).toEqual(["e/7-0", "e/8-0"]));
    expect(events[1]!.event.data).toBeUndefined();
    connections[0]!.response.end();
    await connected(2);
    expect(headers(1)["last-event-id"]).toBe("e/8-0");
  });

  it("asks again for an event that could not be taken", async () => {
    let failures = 1;
    const taken: string[] = [];
    start({
      onEvent: ({ id }) => {
        if (failures-- > 0) throw new Error("could not be applied");
        taken.push(id!);
      },
    });
    await connected(1);
    send(0, "new_message", "e/7-0", {});
    await connected(2);
    expect(headers(1)["last-event-id"]).toBeUndefined();
    send(1, "new_message", "e/7-0", {});
    await vi.waitFor(() => expect(taken).toEqual(["e/7-0"]));
  });

  it("answers a 401 once with a fresh token at once, then waits", async () => {
    script = [refuse(401), refuse(401)];
    const { links, tokens } = start();
    await connected(3);
    expect(tokens.slice(0, 2)).toEqual([false, true]);
    expect(headers(1).authorization).toBe("Bearer fresh");
    expect(links.map((link) => link.state)).toEqual(expect.arrayContaining(["waiting"]));
    expect(links.filter((link) => link.state === "waiting")).toHaveLength(1);
  });

  it("says when this agent may not, and asks again when they look, with a fresh token", async () => {
    script = [refuse(403)];
    const { links, tokens } = start({ delay: (_attempt, least) => least ?? 0 });
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "denied" }));
    expect(connections).toHaveLength(1);
    receiving.wake("look");
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "open" }));
    expect(tokens).toEqual([false, true]);
  });

  it.each([429, 500, 503])("tries again after a %d, and not before the server wants", async (status) => {
    script = [refuse(status, { "retry-after": "2" })];
    const delay = vi.fn(() => 1);
    const { links } = start({ delay });
    await connected(2);
    expect(delay).toHaveBeenCalledWith(1, 2000);
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "open" }));
  });

  it("waits longer after each failure, and starts over after a success", async () => {
    script = [refuse(503), refuse(503), refuse(503), openStream];
    const delay = vi.fn((_attempt: number) => 1);
    start({ delay });
    await connected(4);
    connections[3]!.response.end();
    await connected(5);
    expect(delay.mock.calls.map(([attempt]) => attempt)).toEqual([1, 2, 3, 1]);
  });

  it("heeds the server's retry when the stream ends", async () => {
    const delay = vi.fn(() => 1);
    start({ delay });
    await connected(1);
    connections[0]!.response.end("retry: 4321\n\n");
    await connected(2);
    expect(delay).toHaveBeenCalledWith(1, 4321);
  });

  it("gives up a connection that has fallen silent, for another one at once", async () => {
    const { links } = start({ silenceLimit: 100, delay: () => 60_000 });
    await connected(2);
    expect(links.map((link) => link.state)).not.toContain("waiting");
  });

  it("gives up a server that doesn't answer, or a token that doesn't come, and waits before it asks again", async () => {
    script = [() => {}];
    let tokens = 0;
    const { links } = start({
      answerLimit: 100,
      token: () => (++tokens === 2 ? new Promise<string>(() => {}) : Promise.resolve("usual")),
    });
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "open" }), { timeout: 3000 });
    expect(tokens).toBe(3);
    expect(links.filter((link) => link.state === "waiting")).toHaveLength(2);
  });

  it("counts comments as signs of life", async () => {
    start({ silenceLimit: 300 });
    await connected(1);
    const beat = setInterval(() => connections[0]!.response.write(":\n\n"), 50);
    const began = Date.now();
    await vi.waitFor(() => expect(Date.now() - began).toBeGreaterThan(900), { timeout: 2000 });
    clearInterval(beat);
    expect(connections).toHaveLength(1);
  });

  it("ends a wait when the machine wakes up", async () => {
    script = [refuse(503)];
    const { links } = start({ delay: () => 60_000 });
    await vi.waitFor(() => expect(links.at(-1)?.state).toBe("waiting"));
    receiving.wake("look");
    await connected(2);
  });

  it("trusts no connection from before the machine slept, and resumes at once on another one", async () => {
    const { links, events } = start({ delay: () => 60_000 });
    await connected(1);
    send(0, "new_message", "e/7-0", {});
    await vi.waitFor(() => expect(events).toHaveLength(1));
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 3_600_000);
    receiving.wake("back");
    await connected(2);
    clock.mockRestore();
    expect(headers(1)["last-event-id"]).toBe("e/7-0");
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "open" }));
  });

  it("leaves a connection alone that gave a sign of life lately when somebody just looks", async () => {
    const { links } = start();
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "open" }));
    receiving.wake("look");
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 25_000);
    receiving.wake("look");
    await connected(2);
    clock.mockRestore();
  });

  it("says at once that the network is gone, and connects when it is back", async () => {
    let online = true;
    const { links } = start({ delay: () => 60_000, isOnline: () => online });
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "open" }));
    online = false;
    receiving.wake("lost");
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "offline" }));
    online = true;
    receiving.wake("back");
    await connected(2);
    await vi.waitFor(() => expect(links.at(-1)).toEqual({ state: "open" }));
  });

  it("leaves nothing open when it is stopped", async () => {
    start();
    await connected(1);
    const closed = new Promise((resolve) => connections[0]!.response.on("close", resolve));
    receiving.stop();
    await closed;
  });
});
