import { type AddressInfo, connect, createServer, type Socket } from "node:net";

type Link = { near: Socket; far: Socket; said: string; deaf: boolean };

/** How much of what a client says first is remembered, to tell connections apart. */
const REMEMBERED = 4_096;

/** A TCP proxy that can go deaf without closing anything, as a network does. */
export async function startTcpProxy(target: number) {
  const links = new Set<Link>();
  let goal = target;
  let deafTo: string | null = null;
  const server = createServer((near) => {
    const link: Link = { near, far: connect(goal, "127.0.0.1"), said: "", deaf: deafTo === "" };
    links.add(link);
    near.on("data", (bytes) => {
      if (link.said.length < REMEMBERED) link.said += bytes.toString("latin1");
      if (deafTo !== null && link.said.includes(deafTo)) link.deaf = true;
      if (!link.deaf) link.far.write(bytes);
    });
    link.far.on("data", (bytes) => !link.deaf && near.write(bytes));
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
    aimAt(port: number): void {
      goal = port;
    },
    cut(): void {
      for (const { near } of links) near.destroy();
    },
    async stop(): Promise<void> {
      for (const { near, far } of links) for (const socket of [near, far]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
