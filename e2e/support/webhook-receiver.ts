import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Agent } from "../simulate/agent.ts";

/** Another system that is told everything. `bodies`: what came, as it came. */
export async function receiveWebhooks(admin: Agent): Promise<{ bodies: string[]; stop(): Promise<void> }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { endpoint } = await admin.call<{ endpoint: { endpoint_id: string } }>("POST", "/webhook-endpoints", {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    description: "Hears everything",
    events: ["message.created", "message.updated", "conversation.created", "conversation.updated"],
  });
  return {
    bodies,
    stop: async () => {
      await admin.call("DELETE", `/webhook-endpoints/${endpoint.endpoint_id}`);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
