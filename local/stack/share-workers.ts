import type {
  FirebaseTools,
  FunctionDefinition,
  FunctionsEmulator,
  RuntimeWorker,
} from "./firebase-tools.ts";

/**
 * Lets each function have one process for all its requests, as a deployed one has (up to 80 at once). The emulator
 * starts another process for every request that finds the others busy: a hundred messages would start dozens.
 */
export function shareWorkers({ WorkerPool }: Pick<FirebaseTools, "WorkerPool">): void {
  const pool = WorkerPool.prototype as typeof WorkerPool.prototype & Record<string, unknown>;
  pool.getIdleWorker = function (this: typeof pool, triggerId: string, runtime: string) {
    return this.getTriggerWorkers(triggerId, runtime).find(
      ({ state }) => state === "IDLE" || state === "BUSY",
    );
  };
}

/** Requests that come while a function's process starts wait for that one instead of starting more. */
export function startWorkersOnce(emulator: FunctionsEmulator): void {
  const startRuntime = emulator.startRuntime.bind(emulator);
  const starting = new Map<string, Promise<RuntimeWorker>>();
  emulator.startRuntime = (backend, trigger) => {
    const known = starting.get(trigger.id);
    if (known) return known;
    const worker = startRuntime(backend, trigger)
      .then(surviveErrors)
      .finally(() => starting.delete(trigger.id));
    starting.set(trigger.id, worker);
    return worker;
  };
}

/** The emulator kills a process when one of its events fails; a deployed one lives on, and so do its other events. */
function surviveErrors(worker: RuntimeWorker): RuntimeWorker {
  worker.onLogs((log) => {
    if (log.level === "FATAL" && log.type === "runtime-error") log.level = "ERROR";
  }, true);
  return worker;
}

/**
 * Starts every function's process ahead of its first request, which would wait a second or two for it; those that
 * answer people first.
 */
export async function startWorkersEarly(emulator: FunctionsEmulator): Promise<void> {
  const functions = Object.values(emulator.triggers);
  const inOrder = [...functions.filter(isHttps), ...functions.filter((it) => !isHttps(it))];
  for (const { backend, def } of inOrder) {
    const running = emulator.workerPools[backend.codebase]!.readyForWork(def.id, backend.runtime);
    if (!running) await emulator.startRuntime(backend, def);
  }
}

const isHttps = ({ def }: { def: FunctionDefinition }) => def.httpsTrigger !== undefined;
