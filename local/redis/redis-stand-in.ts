import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { allCommands } from "./stand-in/command-table.ts";
import { serveConnection } from "./stand-in/connection.ts";
import { LuaEngine } from "./stand-in/lua-engine.ts";
import { ServerState } from "./stand-in/server-state.ts";

export interface RedisStandIn {
  port: number;
  url: string;
  /** Cuts all clients and forgets everything. */
  stop(): Promise<void>;
}

/** How often keys are looked for that expired unasked, in ms. */
const sweepInterval = 100;

/**
 * Starts our own small Redis in this process, on 127.0.0.1 and the given or any free port: the commands the
 * product uses, with Redis's semantics. Throws if the port is taken.
 */
export async function startRedisStandIn({ port = 0 }: { port?: number } = {}): Promise<RedisStandIn> {
  const state = new ServerState(allCommands, await LuaEngine.create());
  const sockets = new Set<Socket>();
  let lastId = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    lastId += 1;
    serveConnection(state, socket, lastId);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  state.port = (server.address() as AddressInfo).port;

  const sweeper = setInterval(() => sweepDatabases(state), sweepInterval).unref();
  const stop = async () => {
    clearInterval(sweeper);
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
    state.lua.close();
  };
  return { port: state.port, url: `redis://127.0.0.1:${state.port}`, stop };
}

function sweepDatabases(state: ServerState): void {
  state.now = Date.now();
  for (const database of state.databases) database.sweepExpired();
}
