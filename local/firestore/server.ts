import { createServer as createHttpServer } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { Server as GrpcServer, ServerCredentials } from "@grpc/grpc-js";
import { Database } from "./database.ts";
import { exportRoutes } from "./export/export-routes.ts";
import { firestoreMethods } from "./grpc-service.ts";
import { answerHttp, type HttpRoute } from "./http-routes.ts";
import { loadIndexDefinitions } from "./index-definitions.ts";
import { serveBoth } from "./one-port.ts";
import { loadRules } from "./rules.ts";
import { DocumentStore } from "./store.ts";
import { Triggers } from "./triggers/triggers.ts";
import { firestoreService } from "./wire.ts";

export type FirestoreOptions = {
  /** Default "127.0.0.1". */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
  /** A firestore.indexes.json. Giving it makes queries fail that need a composite index it lacks. */
  indexesFile?: string;
  rulesFile?: string;
  /** Default: an empty one. */
  store?: DocumentStore;
  /** `host:port` of the functions emulator that trigger events go to. */
  functionsEmulator?: string;
  /** Delivers trigger events twice and in the wrong order, the same way for the same seed. */
  chaosSeed?: number;
};

export type RunningFirestore = {
  host: string;
  port: number;
  store: DocumentStore;
  triggers: Triggers;
  stop(): Promise<void>;
};

/** 11 MiB, as in production. */
const MAX_REQUEST_BYTES = 11 * 1024 * 1024;

/** Starts a Firestore emulator: gRPC and HTTP/1.1 on one port. Throws if the port is taken or a file unusable. */
export async function startFirestore(options: FirestoreOptions = {}): Promise<RunningFirestore> {
  const { host = "127.0.0.1", port = 0, store = new DocumentStore(), indexesFile, rulesFile } = options;
  const indexes = indexesFile === undefined ? undefined : loadIndexDefinitions(indexesFile);
  const checkAccess = loadRules(rulesFile);
  const { functionsEmulator, chaosSeed } = options;
  const triggers = new Triggers({ store, functionsEmulator, chaosSeed });
  const grpc = new GrpcServer({ "grpc.max_receive_message_length": MAX_REQUEST_BYTES });
  grpc.addService(firestoreService(), firestoreMethods(new Database(store, indexes), checkAccess));
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const routes = [...emulatorRoutes(store), ...exportRoutes(store), ...triggers.routes];
  const http = createHttpServer(answerHttp(routes));
  const server = serveBoth(
    (socket) => injector.injectConnection(socket),
    (socket) => http.emit("connection", socket),
  );
  const endConnections = trackConnections(server);
  await listen(server, host, port);
  const stop = async () => {
    await triggers.stop();
    grpc.forceShutdown();
    endConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { host, port: (server.address() as AddressInfo).port, store, triggers, stop };
}

function emulatorRoutes(store: DocumentStore): HttpRoute[] {
  return [
    { method: "GET", pattern: "/", handle: () => ({ status: 200, body: "Ok" }) },
    {
      method: "DELETE",
      pattern: "/emulator/v1/projects/:project/databases/:database/documents",
      handle: ({ params }) => {
        store.clear(`projects/${params.project}/databases/${params.database}`);
        return { status: 200 };
      },
    },
  ];
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

/** Returns a function that ends all connections there are. */
function trackConnections(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
