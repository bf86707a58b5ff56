import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { HOST, PROJECT_ID, ROOT } from "./constants.ts";
import type { Emulator, FirebaseTools } from "./firebase-tools.ts";
import { holdTasksUntilDue } from "./hold-tasks.ts";
import type { Ports } from "./ports.ts";
import { shareWorkers, startWorkersEarly, startWorkersOnce } from "./share-workers.ts";

const WORKER_PRELOAD = new URL("./functions-worker.mjs", import.meta.url).href;

/** Order matters: who calls others ends first. */
const STOP_ORDER = ["hosting", "functions", "tasks", "auth", "hub"];

export type EmulatorOptions = {
  ports: Ports;
  /** host:port */
  firestore: string;
  /** `functions` has package.json, the bundled functions and their local secrets; `dashboard` the built page. */
  folders: { functions: string; dashboard: string };
  /** The auth_export folder of an export of the suite. */
  authExport: string;
  verbose: boolean;
};

export type RunningEmulators = {
  /** Starts all functions' processes ahead of their first request. */
  warmUp(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts firebase-tools' own Auth, Functions, Tasks and Hosting emulators and the hub around a running Firestore. */
export async function startEmulators(
  tools: FirebaseTools,
  options: EmulatorOptions,
): Promise<RunningEmulators> {
  const { registry } = tools;
  const { ports, authExport } = options;
  shareWorkers(tools);
  holdTasksUntilDue(tools);
  await registry.start(registerFirestore(options.firestore));
  const auth = new tools.Auth({ host: HOST, port: ports.auth, projectId: PROJECT_ID, singleProjectMode: 1 });
  await Promise.all([
    registry.start(hub(tools, ports)),
    registry.start(auth),
    registry.start(new tools.Tasks({ host: HOST, port: ports.tasks })),
  ]);
  const functions = functionsEmulator(tools, options);
  startWorkersOnce(functions);
  await registry.start(functions);
  await Promise.all([
    functions.connect(),
    auth.importData(authExport, PROJECT_ID, { initiatedBy: "start" }),
    registry.start(hosting(tools, options)),
  ]);
  if (Object.keys(functions.triggers).length === 0)
    throw new Error("The functions can't be loaded; see above.");
  return {
    warmUp: () => startWorkersEarly(functions),
    stop: async () => {
      for (const name of STOP_ORDER) await registry.stop(name);
    },
  };
}

/** Our Firestore starts and ends by itself; the others only need to know where it is. */
function registerFirestore(address: string): Emulator {
  const nothing = async () => {};
  const { hostname: host, port } = new URL(`http://${address}`);
  return {
    start: nothing,
    connect: nothing,
    stop: nothing,
    getName: () => "firestore",
    getInfo: () => ({ name: "firestore", host, port: Number(port) }),
  };
}

function hub(tools: FirebaseTools, ports: Ports): Emulator {
  const listen = [{ address: HOST, family: "IPv4" as const, port: ports.hub }];
  return new tools.Hub({ projectId: PROJECT_ID, listen, listenForEmulator: { hub: listen } });
}

function functionsEmulator(tools: FirebaseTools, { ports, folders, verbose }: EmulatorOptions) {
  const backend = {
    functionsDir: folders.functions,
    runtime: "nodejs24",
    codebase: "default",
    env: { NODE_OPTIONS: `--import=${WORKER_PRELOAD} --enable-source-maps` },
    secretEnv: [],
    ignore: [],
  };
  return new tools.Functions({
    host: HOST,
    port: ports.functions,
    projectId: PROJECT_ID,
    projectDir: ROOT,
    emulatableBackends: [backend],
    verbosity: verbose ? "DEBUG" : "QUIET",
  });
}

function hosting(tools: FirebaseTools, { ports, folders }: EmulatorOptions): Emulator {
  const source = JSON.parse(readFileSync(join(ROOT, "firebase.json"), "utf8"));
  source.hosting.public = relative(ROOT, folders.dashboard);
  const options = {
    project: PROJECT_ID,
    projectId: PROJECT_ID,
    site: PROJECT_ID,
    cwd: ROOT,
    config: new tools.Config(source, { projectDir: ROOT, cwd: ROOT }),
    /** Sends the rewrites to the Functions emulator, not to the cloud. */
    targets: ["functions"],
  };
  return new tools.Hosting({ host: HOST, port: ports.hosting, options });
}
