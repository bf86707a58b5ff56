import { parseArgs } from "node:util";

export type StartOptions = {
  portOffset: number;
  /** Data survives in .local-data from run to run. */
  keep: boolean;
  importDir: string | null;
  exportDir: string | null;
  /** What goes wrong between us and WhatsApp, as `duplicate=0.3,shuffle`. */
  chaos: string | null;
  verbose: boolean;
  dev: boolean;
  help: boolean;
};

export const HELP = `npm start [-- options]      the whole live chat on this machine
npm run dev [-- options]    the same, with reload on every change

  --port-offset N        move every port by N, to run beside another one
  --keep                 keep the data between runs (else each starts from emulator-data)
  --import DIR           start from another export of the Firebase emulator suite
  --export-on-exit DIR   write such an export when ended with Ctrl-C
  --chaos LIST           what goes wrong on the way to WhatsApp, as in duplicate=0.3,shuffle,delay=500
  --verbose              show what firebase-tools says
  --help

Environment: REDIS_URL and FIRESTORE_EMULATOR_HOST (host:port), if set, are used instead of our own.`;

/** Throws an Error with a sentence for the user where the arguments make no sense. */
export function parseOptions(args: string[]): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      "port-offset": { type: "string", default: "0" },
      keep: { type: "boolean", default: false },
      import: { type: "string" },
      "export-on-exit": { type: "string" },
      chaos: { type: "string" },
      verbose: { type: "boolean", default: false },
      dev: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (!/^-?\d{1,5}$/.test(values["port-offset"])) throw new Error("--port-offset must be a whole number.");
  if (values.keep && values.import) {
    throw new Error(
      "--keep continues with the data of the last run, --import starts from another: choose one.",
    );
  }
  return {
    portOffset: Number(values["port-offset"]),
    keep: values.keep,
    importDir: values.import ?? null,
    exportDir: values["export-on-exit"] ?? null,
    chaos: values.chaos ?? null,
    verbose: values.verbose,
    dev: values.dev,
    help: values.help,
  };
}
