import type { ChildProcess } from "node:child_process";
import type { ServerResponse } from "node:http";
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
      .then(answerOnce)
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
 * A function's process may have answered, and closed the connection as its caller asked, before the emulator's last
 * write of a large body. The emulator takes that for a failure: it would answer a second time, which throws and ends
 * the whole stack, and end the process with all its other requests. The first answer stands.
 */
function answerOnce(worker: RuntimeWorker): RuntimeWorker {
  const ask = worker.request.bind(worker);
  worker.request = (request, response, ...others) => {
    const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
    response.writeHead = (...head: unknown[]) => {
      if (!response.headersSent) return writeHead(...head);
      ignoreTheRest(response, worker.runtime.process);
      return response;
    };
    return ask(request, response, ...others);
  };
  return worker;
}

/** Until this tick ends, in which the emulator writes its error and ends the process. */
function ignoreTheRest(response: ServerResponse, process: ChildProcess): void {
  const { write, end } = response;
  const { kill } = process;
  Object.assign(response, { write: () => true, end: () => response });
  process.kill = () => true;
  queueMicrotask(() => {
    Object.assign(response, { write, end });
    process.kill = kill;
  });
  process.once("exit", () => response.destroy());
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
