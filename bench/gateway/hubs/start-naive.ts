import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A hub as most write it: `res.write` for each client and event. POST /publish takes the event's data. */
const clients = new Set<ServerResponse>();

const server = createServer(async (request, response) => {
  if (request.method === "POST") {
    let data = "";
    for await (const bytes of request) data += bytes;
    for (const client of clients) client.write(`id: ${Date.now()}\nevent: message\ndata: ${data}\n\n`);
    response.end();
    return;
  }
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  response.flushHeaders();
  clients.add(response);
  response.on("close", () => clients.delete(response));
});
server.requestTimeout = 0;
server.listen({ port: 0, host: "127.0.0.1", backlog: 65_535 }, () => {
  console.log(`port ${(server.address() as AddressInfo).port}`);
});
