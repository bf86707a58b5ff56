import type { CommandContext, CommandTable } from "./command.ts";
import type { Reply } from "./reply.ts";
import type { ServerState } from "./server-state.ts";

export const serverCommands: CommandTable = {
  info: { arity: -1, run: info },
  time: { arity: 1, run: time },
  // Some clients ask for the list of commands; they manage without.
  command: { arity: 1, run: () => [] },
};

function time(): Reply {
  const now = Date.now();
  return [`${Math.floor(now / 1_000)}`, `${(now % 1_000) * 1_000}`];
}

type Fields = Record<string, string | number>;

const sections: Record<string, (server: ServerState) => Fields> = {
  Server: (server) => ({
    redis_version: server.version,
    redis_mode: "standalone",
    os: process.platform,
    process_id: process.pid,
    run_id: server.runId,
    tcp_port: server.port,
    server_time_usec: Date.now() * 1_000,
    uptime_in_seconds: Math.floor((Date.now() - server.startedAt) / 1_000),
    executable: "live-chat-redis-stand-in",
  }),
  Clients: (server) => ({ connected_clients: server.sessions.size }),
  Memory: () => ({ used_memory: process.memoryUsage().heapUsed }),
  Persistence: () => ({ loading: 0, aof_enabled: 0 }),
  Replication: (server) => ({ role: "master", connected_slaves: 0, master_replid: server.runId }),
  Cluster: () => ({ cluster_enabled: 0 }),
  Keyspace: (server) =>
    Object.fromEntries(
      server.databases.flatMap(({ size }, index) => (size > 0 ? [[`db${index}`, `keys=${size}`]] : [])),
    ),
};

function info({ server }: CommandContext, ...words: string[]): Reply {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  const all = wanted.size === 0 || ["all", "default", "everything"].some((word) => wanted.has(word));
  const texts = Object.entries(sections)
    .filter(([name]) => all || wanted.has(name.toLowerCase()))
    .map(([name, read]) => `# ${name}\r\n${formatFields(read(server))}`);
  return { verbatim: texts.join("\r\n") };
}

const formatFields = (fields: Fields) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("");
