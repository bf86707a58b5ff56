import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy that can go deaf without closing anything, as a network does. */
export async function startTcpProxy(target: number) {
  const sockets = new Set<Socket>();
  let deaf = false;
  let goal = target;
  const server = createServer((near) => {
    const far = connect(goal, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => !deaf && to.write(bytes));
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** Swallows every byte, in both directions, on old connections and new ones. */
    blackHole(on: boolean): void {
      deaf = on;
    },
    aimAt(port: number): void {
      goal = port;
    },
    cut(): void {
      for (const socket of sockets) socket.destroy();
    },
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
