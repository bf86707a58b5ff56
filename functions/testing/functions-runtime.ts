import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express, type Request } from "express";

const LIMIT = "32mb";
const keepRaw = (request: unknown, _response: unknown, bytes: Buffer) => {
  (request as Request & { rawBody: Buffer }).rawBody = bytes;
};

/** Serves an app as Cloud Functions' runtime does: it reads and parses each body before the app sees it. */
export async function serveInRuntime(app: Express): Promise<{ url: string; stop(): Promise<void> }> {
  const runtime = express();
  runtime.use(express.json({ limit: LIMIT, verify: keepRaw }));
  runtime.use(express.text({ limit: LIMIT, verify: keepRaw }));
  runtime.use(express.urlencoded({ extended: true, limit: LIMIT, verify: keepRaw }));
  runtime.use(express.raw({ type: "*/*", limit: LIMIT, verify: keepRaw }));
  runtime.use((request, response) => app(request, response));
  const server = createServer(runtime);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
