import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { stack } from "./stack.ts";

/** A way to the gateway on which connections can die without a word, as they do while a laptop sleeps. */
export async function startStallingGateway(): Promise<{ port: number; stall(): void; stop(): void }> {
  const gateway = new URL(stack.urls.gateway);
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((browser) => {
    const upstream = connect(Number(gateway.port), "127.0.0.1");
    const pair: [Socket, Socket] = [browser, upstream];
    pairs.add(pair);
    browser.pipe(upstream).pipe(browser);
    for (const socket of pair)
      socket
        .on("error", () => socket.destroy())
        .on("close", () => {
          for (const each of pair) each.destroy();
          pairs.delete(pair);
        });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** Whatever is connected now says nothing more; new connections work. */
    stall() {
      for (const [browser, upstream] of pairs) {
        upstream.unpipe(browser).resume();
        browser.unpipe(upstream).resume();
      }
    },
    stop() {
      server.close();
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
  };
}
