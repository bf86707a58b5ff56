import type { DocumentStore } from "./store.ts";

export type FirestoreOptions = {
  /** Default "127.0.0.1". */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
  /** A firestore.indexes.json. Giving it makes queries fail that need a composite index it lacks. */
  indexesFile?: string;
  rulesFile?: string;
  store?: DocumentStore;
  /** Makes document ids, retries and the like repeatable. */
  seed?: number;
  /** Delivers trigger events twice and in the wrong order, the same way for the same seed. */
  chaosSeed?: number;
};

/** Wired in by server.ts: `createTriggers({ store, seed, chaosSeed })` from triggers/triggers.ts. */
export type Triggers = {
  /** Registration routes, served beside the emulator's own. */
  routes: import("./http-routes.ts").HttpRoute[];
  stop(): Promise<void>;
};

/** Wired in by server.ts: `loadRules(rulesFile)` from rules.ts. Called for each gRPC call; throws a StatusError to refuse it. */
export type CheckAccess = (metadata: import("@grpc/grpc-js").Metadata) => void;

export type RunningFirestore = {
  host: string;
  port: number;
  store: DocumentStore;
  triggers: Triggers;
  stop(): Promise<void>;
};

/** Starts a Firestore emulator: gRPC and HTTP/1.1 on one port. */
export async function startFirestore(_options: FirestoreOptions = {}): Promise<RunningFirestore> {
  throw new Error("not there yet");
}
