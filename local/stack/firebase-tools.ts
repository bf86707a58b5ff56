import type { ChildProcess } from "node:child_process";
import type { ServerResponse } from "node:http";
import { createRequire } from "node:module";

/**
 * The parts of firebase-tools that we start ourselves. They are not its public API: the version is pinned, and these
 * types are what 15.34.2 does. Its command line would bring no more but questions, a UI, and a search for Java.
 */
export type Emulator = {
  start(): Promise<void>;
  connect(): Promise<void>;
  stop(): Promise<void>;
  getName(): string;
  getInfo(): { name: string; host: string; port: number };
};

type Listen = { host: string; port: number };

export type FunctionsBackend = {
  functionsDir: string;
  runtime: string;
  codebase: string;
  env: Record<string, string>;
  secretEnv: unknown[];
  ignore: string[];
};

export type FunctionsEmulator = Emulator & {
  triggers: Record<string, { def: FunctionDefinition; backend: FunctionsBackend }>;
  workerPools: Record<string, RuntimeWorkerPool>;
  startRuntime(backend: FunctionsBackend, trigger: FunctionDefinition): Promise<RuntimeWorker>;
};
export type FunctionDefinition = { id: string; name: string; entryPoint: string; httpsTrigger?: object };
export type RuntimeWorker = {
  state: string;
  /** Has the function's process answer. */
  request(request: object, response: ServerResponse, ...others: unknown[]): Promise<void>;
  runtime: { process: ChildProcess };
  /** Listeners hear of a line before it is acted upon. */
  onLogs(listener: (log: { level: string; type: string }) => void, forever: boolean): void;
};
export type RuntimeWorkerPool = {
  readyForWork(triggerId: string, runtime: string): boolean;
  getTriggerWorkers(triggerId: string, runtime: string): RuntimeWorker[];
};

/** `user`: a line that a function printed, parsed if it is JSON. */
export type LogEntry = {
  level: string;
  message: string;
  user?: unknown;
  metadata?: { message?: string; function?: { name: string } };
  [further: symbol]: unknown[] | undefined;
};

/** `scheduleTime`: ISO 8601, where it isn't to be done at once. */
export type QueuedTask = { name: string; scheduleTime?: string };
type TaskQueue = { queuedIds: Set<string>; enqueue(task: QueuedTask): void };

type AuthEmulator = Emulator & {
  importData(folder: string, projectId: string, options: { initiatedBy: string }): Promise<void>;
};

export type FirebaseTools = ReturnType<typeof loadFirebaseTools>;

/** Takes a second, during which nothing else runs here: first start what runs in other processes. */
export function loadFirebaseTools() {
  // It looks for the metadata server of Google's machines, and waits for it, unless told that this is none.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  // Discovery by file: its web server would take some port between 8000 and 9000.
  process.env.FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH ??= "true";
  // Seconds; its own ten are too few where much else runs on the machine.
  process.env.FUNCTIONS_DISCOVERY_TIMEOUT ??= "60";
  const load = createRequire(import.meta.url);
  const ownRequire = createRequire(load.resolve("firebase-tools"));
  compileSchemasLazily(ownRequire("exegesis-express"));
  const part = (name: string) => load(`firebase-tools/lib/${name}`);
  return {
    registry: part("emulator/registry").EmulatorRegistry as {
      start(emulator: Emulator): Promise<void>;
      stop(name: string): Promise<void>;
    },
    Hub: part("emulator/hub").EmulatorHub as new (args: {
      projectId: string;
      listen: { address: string; family: "IPv4"; port: number }[];
      listenForEmulator: object;
    }) => Emulator,
    Auth: part("emulator/auth").AuthEmulator as new (
      args: Listen & { projectId: string; singleProjectMode: number },
    ) => AuthEmulator,
    Tasks: part("emulator/tasksEmulator").TasksEmulator as new (args: Listen) => Emulator,
    TaskQueue: part("emulator/taskQueue").TaskQueue as { prototype: TaskQueue },
    Functions: part("emulator/functionsEmulator").FunctionsEmulator as new (
      args: Listen & {
        projectId: string;
        projectDir: string;
        emulatableBackends: FunctionsBackend[];
        verbosity: "DEBUG" | "INFO" | "QUIET" | "SILENT";
      },
    ) => FunctionsEmulator,
    WorkerPool: part("emulator/functionsRuntimeWorker").RuntimeWorkerPool as { prototype: RuntimeWorkerPool },
    Hosting: part("emulator/hostingEmulator").HostingEmulator as new (
      args: Listen & { options: object },
    ) => Emulator,
    Config: part("config").Config as new (
      source: object,
      options: { projectDir: string; cwd: string },
    ) => object,
    logger: part("logger").logger as { add(transport: object): void },
    Transport: ownRequire("winston-transport") as new (options: {
      level: string;
      log: (entry: LogEntry, done: () => void) => void;
    }) => object,
  };
}

type OpenApiLibrary = { middleware(document: object, options: object): unknown };

/**
 * The Auth emulator compiles the schemas of every call of its whole API before it starts, and with each of them JSON
 * Schema's own: ten seconds of computing. Its library can leave each until it is needed.
 */
function compileSchemasLazily(openApi: OpenApiLibrary): void {
  const { middleware } = openApi;
  openApi.middleware = (document, options) =>
    middleware(document, { ...options, lazyCompileValidationSchemas: true });
}
