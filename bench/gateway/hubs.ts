import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogEvent } from "@live-chat/contract/event.ts";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { connectRedis, untilReady } from "@live-chat/core/redis.ts";
import { AS_DEPLOYED } from "../../sse-gateway/testing/as-deployed.ts";
import { startFakeAuth } from "../../sse-gateway/testing/start-fake-auth.ts";
import { makeTokens } from "./make-tokens.ts";
import { build, end, findLine, HUB_CORE, OTHER_CORE, startOnCore, startScript } from "./processes.ts";

export type Hub = {
  name: string;
  port: number;
  /** The process whose memory counts. */
  pid: number;
  /** File of request heads that open a stream, one per client. */
  heads: string;
  /** Resolves when the hub has taken it. */
  publish(event: LogEvent): Promise<void>;
  /** Publishes; resolves to the ms until it was committed, by Redis's clock, which is this machine's. */
  timeAppend?(event: LogEvent): Promise<number>;
  /** How often the log was read in Redis, by whomever. */
  countLogReads?(): Promise<number>;
  /** Kills it, and starts it again on the same port; resolves when it listens. */
  restart?(): Promise<void>;
  stop(): Promise<void>;
};

const script = (name: string) => join(import.meta.dirname, "hubs", name);

export const HUBS: Record<string, (clients: number) => Promise<Hub>> = {
  gateway: startGatewayHub,
  nchan: startNchan,
  "better-sse": () => startScriptHub("better-sse", script("start-better-sse.ts")),
  "res.write": () => startScriptHub("res.write", script("start-naive.ts")),
  /** No peer, since it does nothing of a hub's job: the most that one send per client and event could bring. */
  "one send() in C": startOneSend,
};

async function startGatewayHub(clients: number): Promise<Hub> {
  const folder = await mkdtemp(join(tmpdir(), "live-chat-bench-"));
  const redisPort = await findFreePort();
  const server = startOnCore(OTHER_CORE, "redis-server", [
    "--port",
    `${redisPort}`,
    "--save",
    "",
    "--dir",
    folder,
  ]);
  server.stdout.resume();
  const redis = connectRedis(`redis://127.0.0.1:${redisPort}`);
  await untilReady(redis);
  const auth = await startFakeAuth();
  const { jwks, heads } = await makeTokens(folder, clients);
  const env = {
    PORT: String(await findFreePort()),
    GOOGLE_CLOUD_PROJECT: "demo-live-chat",
    REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    FIREBASE_AUTH_EMULATOR_HOST: auth.host,
    JWKS_FILE: jwks,
    MAX_STREAMS_PER_ADDRESS: "0",
    HANDSHAKE_SECONDS: "60",
    MAX_STREAM_SECONDS: "3600",
    ...AS_DEPLOYED.env,
  };
  const start = () => startScript(HUB_CORE, script("start-gateway.ts"), env, AS_DEPLOYED.flags);
  let { child, port } = await start();
  await untilAnswers(port, "/readyz");
  const hub: Hub = {
    name: "gateway",
    port,
    pid: child.pid!,
    heads,
    publish: (event) => appendEvents(redis, [event]),
    async timeAppend(event) {
      const began = performance.timeOrigin + performance.now();
      // On the same connection right behind the append, so that Redis says when it was done with it.
      const [, [seconds, microseconds]] = await Promise.all([appendEvents(redis, [event]), redis.time()]);
      return Number(seconds) * 1000 + Number(microseconds) / 1000 - began;
    },
    async countLogReads() {
      const stats = await redis.info("commandstats");
      const calls = (command: string) =>
        Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
      return calls("xrange") + calls("xrevrange");
    },
    async restart() {
      await end(child);
      ({ child, port } = await start());
      hub.pid = child.pid!;
      await untilAnswers(port, "/readyz");
    },
    async stop() {
      await end(child);
      redis.disconnect();
      await Promise.all([end(server), auth.stop()]);
    },
  };
  return hub;
}

async function startScriptHub(name: string, path: string): Promise<Hub> {
  const { child, port } = await startScript(HUB_CORE, path, { NODE_ENV: "production" });
  const heads = await plainHeads("/");
  return { name, port, pid: child.pid!, heads, publish: poster(port, "/publish"), stop: () => end(child) };
}

async function startOneSend(): Promise<Hub> {
  const port = await findFreePort();
  const child = startOnCore(HUB_CORE, build(script("one-send.c")), [String(port)]);
  await findLine(child, /^(port)/);
  const heads = await plainHeads("/");
  const publish = poster(port, "/publish");
  return { name: "one send() in C", port, pid: child.pid!, heads, publish, stop: () => end(child) };
}

/** nginx with Debian's libnginx-mod-nchan, one worker. */
async function startNchan(): Promise<Hub> {
  const folder = await mkdtemp(join(tmpdir(), "live-chat-bench-"));
  const port = await findFreePort();
  const modules = "/usr/lib/nginx/modules/ngx_nchan_module.so";
  const config = `
    load_module ${modules};
    user root;
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 20000;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log error;
    events { worker_connections 19000; }
    http {
      access_log off;
      tcp_nodelay on;
      client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
      uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      nchan_shared_memory_size 512M;
      server {
        listen 127.0.0.1:${port} backlog=65535;
        location = /publish { nchan_publisher; nchan_channel_id c; nchan_message_buffer_length 100; }
        location = /events {
          nchan_subscriber eventsource; nchan_channel_id c; nchan_subscriber_first_message newest;
        }
      }
    }`;
  await writeFile(join(folder, "nginx.conf"), config);
  const child = startOnCore(HUB_CORE, "nginx", ["-p", folder, "-c", join(folder, "nginx.conf")]);
  await untilAnswers(port, "/");
  const pid = Number(
    execFileSync("pgrep", ["-P", String(child.pid)])
      .toString()
      .trim(),
  );
  const stop = () => end(child, "SIGTERM");
  return {
    name: "nchan",
    port,
    pid,
    heads: await plainHeads("/events"),
    publish: poster(port, "/publish"),
    stop,
  };
}

async function plainHeads(path: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "live-chat-bench-")), "heads");
  await writeFile(file, `GET ${path} HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n`);
  return file;
}

function poster(port: number, path: string): Hub["publish"] {
  const agent = new Agent({ keepAlive: true });
  return async (event) => {
    const body = JSON.stringify(event.data);
    const headers = { "Content-Length": Buffer.byteLength(body), Accept: "text/plain" };
    const sent = request({ host: "127.0.0.1", port, path, method: "POST", agent, headers });
    sent.end(body);
    const [response] = await once(sent, "response");
    response.resume();
    await once(response, "end");
  };
}

/** Until there is an answer that isn't "not ready". */
async function untilAnswers(port: number, path: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    if (answer && answer.status !== 503) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
