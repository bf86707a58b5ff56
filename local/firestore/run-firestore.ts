import { readExport } from "./export/read-export.ts";
import { writeExport } from "./export/write-export.ts";
import { HELP, parseOptions } from "./main-options.ts";
import { type RunningFirestore, startFirestore } from "./server.ts";
import { DocumentStore } from "./store.ts";

/** Runs the Firestore emulator by itself until a signal stops it; `args` is its command line. */
export async function runFirestore(args: string[]): Promise<void> {
  const options = parseOptions(args);
  if (options === "help") {
    console.log(HELP);
    return;
  }
  const store = new DocumentStore();
  if (options.importFolder) store.load(readExport(options.importFolder, options.project));
  const firestore = await startFirestore({ ...options, store });
  console.log(`Firestore is ready: FIRESTORE_EMULATOR_HOST=${firestore.host}:${firestore.port}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => stop(firestore, options.exportFolder).catch(fail));
  }
}

async function stop({ store, stop }: RunningFirestore, exportFolder: string | undefined): Promise<void> {
  await stop();
  if (exportFolder === undefined) return;
  writeExport(exportFolder, store.documents());
  console.log(`Firestore's documents are in ${exportFolder}`);
}

/** Says what went wrong, for people; lets the process end with 1. */
export function fail(error: NodeJS.ErrnoException & { port?: number }): void {
  const inUse = error.code === "EADDRINUSE" && `Port ${error.port} is in use; choose another with --port.`;
  console.error(inUse || error.message);
  process.exitCode = 1;
}
