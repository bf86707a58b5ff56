import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * As much of the Auth emulator as a gateway asks: `accounts:lookup`. Everyone is an enabled agent unless
 * `disabled` has their id.
 */
export async function startFakeAuth(options: { port?: number } = {}) {
  const disabled = new Set<string>();
  const server = createServer(async (request, response) => {
    const asked = JSON.parse(await readBody(request)) as { localId?: string[] };
    const users = (asked.localId ?? []).map((localId) => ({
      localId,
      displayName: localId,
      disabled: disabled.has(localId),
      customAttributes: JSON.stringify({ role: "agent" }),
    }));
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ kind: "identitytoolkit#GetAccountInfoResponse", users }));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    disabled,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const bytes of request) body += bytes;
  return body;
}
