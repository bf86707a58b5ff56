import { parseArgs } from "node:util";
import type { FirestoreOptions } from "./server.ts";

export const HELP = `Usage: npm run firestore -- [options]

A Firestore emulator for the official clients: set FIRESTORE_EMULATOR_HOST to its address.

  --port N                  port to listen on (default 8080; 0 takes a free one)
  --host HOST               address to listen on (default 127.0.0.1)
  --import DIR              start with the documents of an export of the Firebase emulator suite
  --export-on-exit DIR      write such an export when stopped
  --project P               import documents into this project instead of the one they were exported from
  --require-indexes FILE    refuse queries that need a composite index which this firestore.indexes.json lacks
  --rules FILE              check that this firestore.rules denies every client, which is what is enforced
  --functions-emulator H:P  address of the functions emulator, which document events are sent to
  --chaos-seed N            deliver document events twice and out of order, the same way for the same N
  --help                    show this`;

export type MainOptions = Omit<FirestoreOptions, "store"> & {
  importFolder?: string | undefined;
  exportFolder?: string | undefined;
  project?: string | undefined;
};

const OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  import: { type: "string" },
  "export-on-exit": { type: "string" },
  project: { type: "string" },
  "require-indexes": { type: "string" },
  rules: { type: "string" },
  "functions-emulator": { type: "string" },
  "chaos-seed": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Takes the command line's arguments; throws an `Error` that says which is wrong and why. */
export function parseOptions(args: string[]): MainOptions | "help" {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return "help";
  const options: MainOptions = {
    port: parseNumber("--port", values.port ?? "8080", 65_535),
    importFolder: values.import,
    exportFolder: values["export-on-exit"],
    project: values.project,
  };
  if (values.host !== undefined) options.host = values.host;
  if (values["require-indexes"] !== undefined) options.indexesFile = values["require-indexes"];
  if (values.rules !== undefined) options.rulesFile = values.rules;
  const functionsEmulator = values["functions-emulator"] ?? process.env.FIREBASE_FUNCTIONS_EMULATOR_HOST;
  if (functionsEmulator) options.functionsEmulator = functionsEmulator;
  const chaosSeed = values["chaos-seed"];
  if (chaosSeed !== undefined) options.chaosSeed = parseNumber("--chaos-seed", chaosSeed, 2 ** 32 - 1);
  return options;
}

function parseNumber(name: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= max) return number;
  throw new Error(`${name} must be a whole number from 0 to ${max}, not "${text}".`);
}
