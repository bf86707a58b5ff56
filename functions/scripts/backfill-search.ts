// node local/bootstrap.mjs functions/scripts/backfill-search.ts [--project my-project]
import { parseArgs } from "node:util";
import { initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { backfillSearch } from "../src/conversations/backfill-search.ts";

const { values } = parseArgs({ options: { project: { type: "string", default: "demo-live-chat" } } });
const { project } = values;
// A demo project exists in emulators only, any other with Google only.
const emulator = project.startsWith("demo-");
if (emulator) process.env.FIRESTORE_EMULATOR_HOST ??= "127.0.0.1:8080";
if (!emulator && process.env.FIRESTORE_EMULATOR_HOST) {
  console.error(`FIRESTORE_EMULATOR_HOST is set, but ${project} is a real project: unset it first.`);
  process.exit(1);
}
const written = await backfillSearch(getFirestore(initializeApp({ projectId: project })));
console.log(
  `${project}: ${written.conversations} conversations and ${written.messages} messages can be found now.`,
);
