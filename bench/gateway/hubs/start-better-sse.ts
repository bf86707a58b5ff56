import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createChannel, createSession } from "better-sse";

/** better-sse as its documentation shows it: sessions in one channel. POST /publish takes the event's data. */
const channel = createChannel();

const server = createServer(async (request, response) => {
  if (request.method === "POST") {
    let data = "";
    for await (const bytes of request) data += bytes;
    channel.broadcast(data);
    response.end();
    return;
  }
  channel.register(await createSession(request, response, { serializer: String, keepAlive: null }));
});
server.requestTimeout = 0;
server.listen({ port: 0, host: "127.0.0.1", backlog: 65_535 }, () => {
  console.log(`port ${(server.address() as AddressInfo).port}`);
});
