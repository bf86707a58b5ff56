import { type RedisKind, startRedis } from "../redis/start-redis.ts";
import type { RunningSimulator } from "../simulator/start-simulator.ts";
import { startStackSimulator } from "../simulator/start-stack-simulator.ts";
import { buildFunctions } from "./build-functions.ts";
import { buildWeb, startVite } from "./build-web.ts";
import { checkPorts } from "./check-ports.ts";
import { loadFirebaseTools } from "./firebase-tools.ts";
import { functionsEnvironment, gatewayEnvironment } from "./service-environment.ts";
import { showEmulatorLog } from "./show-emulator-log.ts";
import { accountsOf, type DataOptions, startData } from "./start-data.ts";
import { startEmulators } from "./start-emulators.ts";
import { Gateway } from "./start-gateway.ts";
import { type Say, Steps, together } from "./steps.ts";
import { type StackUrls, stackUrls } from "./urls.ts";
import { workFolders } from "./work-folders.ts";

export type StackOptions = DataOptions & {
  /** Reloads whatever changes. */
  dev?: boolean;
  /** Shows all that services and emulators say. */
  verbose?: boolean;
  redis?: RedisKind;
  /** What goes wrong between us and WhatsApp, as the flag `--chaos` says it. */
  chaos?: string | null;
};

export type RunningStack = {
  urls: StackUrls;
  gateway: Gateway;
  simulator: Pick<RunningSimulator, "goDown" | "comeBack">;
  /** Resolves when every function's process runs; requests before that wait for theirs. */
  warm: Promise<void>;
  /** Saves the data, if it is to be saved, and ends everything. Never throws. */
  stop(): Promise<void>;
};

/**
 * Starts everything, in this process and its children. Whatever fails, or if `signal` aborts it, all that was started
 * is ended again. Only once per process: firebase-tools keeps its state in global variables.
 */
export async function runStack(options: StackOptions, say: Say, signal?: AbortSignal): Promise<RunningStack> {
  await checkPorts(options.ports);
  const steps = new Steps(say, signal);
  try {
    return await start(options, say, steps);
  } catch (error) {
    await steps.undo();
    throw error;
  }
}

async function start(options: StackOptions, say: Say, steps: Steps): Promise<RunningStack> {
  const { ports, dev = false, verbose = false } = options;
  const folders = workFolders();
  steps.onUndo(folders.remove);

  // First what works in other processes: loading firebase-tools takes this one a second.
  const page = startPage(options, folders.dashboard, say, steps);
  const [redis, data, , tools] = await together([
    steps.run("Starting Redis", () => startRedis({ kind: options.redis })),
    steps.run("Starting Firestore", () => startData(options, say)),
    steps.run("Building the functions", () => buildFunctions(folders.functions, dev, say)),
    steps.run("Loading firebase-tools", async () => loadFirebaseTools()),
  ]);

  const urls = stackUrls(ports, redis.url, data.address);
  Object.assign(process.env, functionsEnvironment(urls));
  showEmulatorLog(tools, verbose, say);
  const env = gatewayEnvironment(urls);
  const gateway = new Gateway({ port: ports.gateway, env, watch: dev, verbose, say });
  const around = { ports, firestore: data.address, folders, authExport: accountsOf(options.data), verbose };
  const [emulators, , simulator] = await together([
    steps.run("Starting the emulators", () => startEmulators(tools, around)),
    steps.run("Starting the gateway", () => gateway.start()),
    steps.run("Starting the phones", () => startPhones(options, urls)),
    page,
  ]);
  const warm = emulators.warmUp().catch((error) => say(`A function doesn't start: ${error.message}`));

  const stop = async () => {
    await gateway.stop();
    await data.save().catch((error) => say(`The data can't be saved: ${error.message}`));
    await steps.undo();
  };
  return { urls, gateway, simulator, warm, stop };
}

/** The customers' phones, and WhatsApp behind them. */
function startPhones({ ports, chaos }: StackOptions, { hosting, firestore }: StackUrls) {
  const place = { port: ports.simulator, apiUrl: hosting, firestore };
  return startStackSimulator({ ...place, chaos: chaos ?? undefined });
}

/** The dashboard: built for Hosting, or from Vite's dev server. Its failure is told to whoever awaits it, later. */
function startPage({ ports, dev }: StackOptions, folder: string, say: Say, steps: Steps): Promise<unknown> {
  const page = dev
    ? steps.run("Starting Vite", async () => startVite(ports, say))
    : steps.run("Building the dashboard", () => buildWeb(ports, folder));
  page.catch(() => {});
  return page;
}
