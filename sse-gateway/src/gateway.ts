import type { ConversationsAnswer } from "@live-chat/contract/rest.ts";
import type { AgentDirectory } from "@live-chat/core/agent-directory.ts";
import type { LogEntry } from "@live-chat/core/event-log.ts";
import { log } from "@live-chat/core/logger.ts";
import type { VerifyToken } from "@live-chat/core/verify-token.ts";
import type { Redis } from "ioredis";
import { createAuthenticate } from "./authenticate.ts";
import type { Config } from "./config.ts";
import { endStreams } from "./end-streams.ts";
import { FanOut } from "./fan-out-events.ts";
import { countClients, startHeartbeat } from "./heartbeat.ts";
import { Metrics } from "./metrics.ts";
import { createOpenStream } from "./open-stream.ts";
import { createSnapshotReader } from "./read-snapshot.ts";
import { receiveEphemeral } from "./receive-ephemeral.ts";
import { receiveEvents } from "./receive-events.ts";
import { RecentLog } from "./recent-log.ts";
import { createResume } from "./resume-client.ts";
import { type PlainRoutes, serveHttp } from "./serve-http.ts";

/** ms within which clients come back after the gateway shut down, each at its own time. */
const RETRY_WITHIN = 3_000;

export type GatewayDependencies = {
  redis: Redis;
  subscriber: Redis;
  verifyToken: VerifyToken;
  directory: AgentDirectory;
  /** The conversation list's first page. */
  readPage: () => Promise<ConversationsAnswer>;
};

export type Gateway = {
  port: number;
  metricsPort: number;
  /** Ends all streams cleanly, then closes; Redis is the caller's. */
  stop(): Promise<void>;
};

/** Puts the parts together and listens. Throws if the port can't be had. */
export async function startGateway(config: Config, dependencies: GatewayDependencies): Promise<Gateway> {
  const { redis, subscriber, directory } = dependencies;
  const recentLog = new RecentLog();
  const metrics = new Metrics();
  const fanOut = new FanOut(recentLog, countDelivered, countWritten);
  let stopping = false;

  function deliver(entries: LogEntry[]): void {
    recentLog.append(entries);
    metrics.events.add(entries.length);
    fanOut.deliver(entries);
  }

  function countWritten(events: number, clients: number): void {
    metrics.batch.observe(events);
    metrics.deliveries.add(events * clients);
  }

  function countDelivered(entries: LogEntry[], ms: number): void {
    metrics.round.observe(ms / 1000);
    const clients = fanOut.clients.length;
    for (const { id, event, trace } of entries) {
      metrics.delay.observe(Math.max(0, Date.now() - Number.parseInt(id, 10)) / 1000);
      if (trace) log("INFO", "event delivered", { event, id, clients, trace });
    }
  }

  const receiver = receiveEvents({
    reader: redis,
    subscriber,
    recentLog,
    deliver,
    reset(reason) {
      metrics.resets.add(1, { reason });
      resume.resetAll(fanOut.clients);
    },
    // Dashboards shouldn't claim to be live for the rest of an interval, nor to lag behind.
    reachableChanged: () => heartbeat.beat(),
  });
  const readSnapshot = createSnapshotReader(recentLog, dependencies.readPage);
  const resume = createResume({ recentLog, readSnapshot, readLog: receiver.readNow });
  const isReady = () => !stopping && receiver.reachable();
  const counted = countClients(redis, () => fanOut.clients.length);
  const heartbeat = startHeartbeat({
    interval: config.heartbeatInterval,
    fanOut,
    recentLog,
    reachable: receiver.reachable,
    activeClients: counted.all,
  });
  const ephemeral = receiveEphemeral({ subscriber, broadcast: (chunk) => fanOut.tell(chunk) });
  const ending = endStreams(fanOut, directory);
  const openStream = createOpenStream({
    config,
    authenticate: createAuthenticate(dependencies),
    fanOut,
    resume: resume.resume,
    isReady,
    head: () => recentLog.headId,
    metrics,
  });

  const health: PlainRoutes = {
    "/healthz": () => ({ status: 200, body: "ok\n" }),
    "/readyz": () => (isReady() ? { status: 200, body: "ready\n" } : { status: 503, body: "not ready\n" }),
  };
  const numbers: PlainRoutes = {
    "/metrics": () => ({
      status: 200,
      body: metrics.render({
        clients: ["Streams open on this gateway.", fanOut.clients.length],
        clients_everywhere: ["Streams open on all gateways.", counted.all()],
        log_reachable: ["1 if the last read reached Redis.", Number(receiver.reachable())],
        log_lag_seconds: ["What bells told of and wasn't read yet, by its age.", receiver.lag() / 1000],
        ready: ["1 while new streams are taken.", Number(isReady())],
        resident_bytes: ["Memory of the process.", process.memoryUsage.rss()],
      }),
    }),
  };
  const separate = config.metricsPort !== null;
  const common = { patience: config.handshakePatience, allowedOrigins: config.allowedOrigins };
  const server = await serveHttp({
    ...common,
    port: config.port,
    plain: separate ? health : { ...health, ...numbers },
    openStream,
    onRefused: (code) => metrics.refused.add(1, { code }),
  });
  const metricsServer = separate
    ? await serveHttp({ ...common, port: config.metricsPort ?? 0, plain: { ...health, ...numbers } })
    : null;
  log("INFO", "gateway listens", { port: server.port });

  return {
    port: server.port,
    metricsPort: metricsServer?.port ?? server.port,
    async stop() {
      stopping = true;
      ending.stop();
      heartbeat.stop();
      receiver.stop();
      ephemeral.stop();
      log("INFO", "gateway stops", { clients: fanOut.clients.length });
      for (const client of fanOut.clients) client.end("shutdown", Math.random() * RETRY_WITHIN);
      const tooLate = setTimeout(() => {
        for (const client of fanOut.clients) client.cut("shutdown");
      }, config.shutdownPatience);
      await fanOut.emptied();
      clearTimeout(tooLate);
      await Promise.all([counted.stop(), server.close(), metricsServer?.close()]);
    },
  };
}
