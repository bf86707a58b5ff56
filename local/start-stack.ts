import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DEMO_DATA, PROJECT_ID } from "./stack/constants.ts";
import { freePorts } from "./stack/ports.ts";
import type { StackOptions } from "./stack/run-stack.ts";
import type { Order, Report } from "./stack/stack-process.ts";
import type { StackUrls } from "./stack/urls.ts";

export type TestStackOptions = Partial<Omit<StackOptions, "ports" | "data">> & {
  /** The demo conversations; without them there are only the demo accounts. */
  demoData?: boolean;
  /** An export of the emulator suite to start from instead. */
  importDir?: string;
  /** What the stack says: progress, and what its services complain about. */
  log?: (line: string) => void;
};

export type Stack = {
  urls: StackUrls;
  projectId: string;
  /** Where firebase-admin finds Firestore and Auth. */
  env: { FIRESTORE_EMULATOR_HOST: string; FIREBASE_AUTH_EMULATOR_HOST: string };
  gateway: {
    /** At once, without goodbye; it stays down. */
    kill(): Promise<void>;
    start(): Promise<void>;
    /** As Cloud Run does it: streams are ended, then a new one starts. */
    restart(): Promise<void>;
  };
  simulator: {
    /** WhatsApp is gone: connections are cut and refused. Customers still write. */
    goDown(): Promise<void>;
    comeBack(): Promise<void>;
  };
  /** Leaves no port and no process; again, it changes nothing. */
  stop(): Promise<void>;
};

type Task = Order extends infer O ? (O extends Order ? Omit<O, "id"> : never) : never;

/** Starts a whole stack for a test, on free ports, beside any other. Resolves when all of it is ready. */
export async function startStack({
  demoData,
  importDir,
  log = () => {},
  ...options
}: TestStackOptions = {}): Promise<Stack> {
  const child = fork(join(import.meta.dirname, "stack/stack-process.ts"), { stdio: ["ignore", 2, 2, "ipc"] });
  const tell = orders(child, log);
  const ports = await freePorts();
  try {
    const urls = await tell({
      do: "start",
      options: { ...options, ports, data: importDir ?? (demoData ? DEMO_DATA : null) },
    });
    return {
      urls: urls!,
      projectId: PROJECT_ID,
      env: {
        FIRESTORE_EMULATOR_HOST: urls!.firestore,
        FIREBASE_AUTH_EMULATOR_HOST: new URL(urls!.auth).host,
      },
      gateway: {
        kill: async () => void (await tell({ do: "kill-gateway" })),
        start: async () => void (await tell({ do: "start-gateway" })),
        restart: async () => void (await tell({ do: "restart-gateway" })),
      },
      simulator: {
        goDown: async () => void (await tell({ do: "stop-simulator" })),
        comeBack: async () => void (await tell({ do: "start-simulator" })),
      },
      stop: async () => {
        if (child.connected) await tell({ do: "stop" });
        await end(child);
      },
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Sends orders to the stack's process, each of which resolves when it is carried out. */
function orders(child: ChildProcess, log: (line: string) => void) {
  const waiting = new Map<number, { resolve: (urls?: StackUrls) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on("message", (report: Report) => {
    if ("line" in report) return log(report.line);
    if ("failed" in report) waiting.get(report.failed)?.reject(new Error(report.message));
    else waiting.get(report.done)?.resolve(report.urls);
  });
  child.on("exit", (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`The stack's process ended (${signal ?? code}).`));
  });
  return (task: Task): Promise<StackUrls | undefined> =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      child.send({ ...task, id: last }, (error) => error && reject(error));
    });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  await ended;
}
