import { type AddressInfo, connect, createServer, type Socket } from "node:net";

type Link = { near: Socket; far: Socket; said: string; deaf: boolean };

/** How much of what a client says first is remembered, to tell connections apart. */
const REMEMBERED = 4_096;

/** A TCP proxy that can go deaf without closing anything, be slow, or let nobody through, as a network does. */
export async function startTcpProxy(target: number) {
  const links = new Set<Link>();
  let goal = target;
  let deafTo: string | null = null;
  let lateBy = 0;
  let refusing = false;
  /** Timers of the same length fire in the order they were set, so bytes stay in theirs. */
  const pass = (link: Link, to: Socket, bytes: Buffer) => {
    if (link.deaf) return;
    if (lateBy > 0) setTimeout(() => to.write(bytes), lateBy);
    else to.write(bytes);
  };
  const server = createServer((near) => {
    if (refusing) return void near.on("error", () => {}).destroy();
    const link: Link = { near, far: connect(goal, "127.0.0.1"), said: "", deaf: deafTo === "" };
    links.add(link);
    near.on("data", (bytes) => {
      if (link.said.length < REMEMBERED) link.said += bytes.toString("latin1");
      if (deafTo !== null && link.said.includes(deafTo)) link.deaf = true;
      pass(link, link.far, bytes);
    });
    link.far.on("data", (bytes) => pass(link, near, bytes));
    for (const [from, to] of [
      [near, link.far],
      [link.far, near],
    ] as const) {
      from.on("error", () => {});
      from.on("close", () => {
        links.delete(link);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** How many connections there are. */
    connections: () => links.size,
    /**
     * Swallows every byte in both directions, on old connections and new ones; only of those whose client said
     * `only`, e.g. "subscribe", if that is given. What was swallowed never comes: those connections stay broken.
     */
    goDeaf(only = ""): void {
      deafTo = only;
      for (const link of links) link.deaf ||= link.said.includes(only);
    },
    /** New connections get through again. */
    hear(): void {
      deafTo = null;
    },
    /** Each piece comes `ms` later, on new connections; the old ones are cut, so that nothing is overtaken. */
    delay(ms: number): void {
      lateBy = ms;
      this.cut();
    },
    /** New connections are closed at once. */
    refuse(yes: boolean): void {
      refusing = yes;
    },
    aimAt(port: number): void {
      goal = port;
    },
    /** Returns how many connections there were to cut. */
    cut(): number {
      for (const { near } of links) near.destroy();
      return links.size;
    },
    async stop(): Promise<void> {
      for (const { near, far } of links) for (const socket of [near, far]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
