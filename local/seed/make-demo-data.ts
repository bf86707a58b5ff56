/** Writes emulator-data/firestore_export anew from conversations/*.txt: node local/seed/make-demo-data.ts */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Firestore } from "@google-cloud/firestore";
import type { Author } from "@live-chat/contract/message.ts";
import { writeExport } from "../firestore/export/write-export.ts";
import { startFirestore } from "../firestore/server.ts";
import { DEMO_DATA, PROJECT_ID } from "../stack/constants.ts";
import { clock, drawIdsFrom, seededRandom, stopClock } from "./own-time.ts";
import { parseScripts } from "./parse-script.ts";
import { Play } from "./play-script.ts";
import { writeWorkspace } from "./workspace.ts";

process.env.METADATA_SERVER_DETECTION = "none";
const FOLDER = join(import.meta.dirname, "conversations");
/** Any day does: `npm start` moves all times so that the newest message just came. */
const LAST_DAY = Date.UTC(2026, 10, 20);

const AGENTS: Record<string, Author> = {
  alex: { kind: "agent", id: "agent-alex", name: "Alex Moreau" },
  ana: { kind: "agent", id: "agent-ana", name: "Ana Lima" },
  bo: { kind: "agent", id: "agent-boss", name: "Bo Sørensen" },
};

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));
const scripts = files.flatMap((name) => parseScripts(readFileSync(join(FOLDER, name), "utf8"), name));

const firestore = await startFirestore();
const db = new Firestore({
  projectId: PROJECT_ID,
  host: `${firestore.host}:${firestore.port}`,
  ssl: false,
  customHeaders: { Authorization: "Bearer owner" },
});
const random = seededRandom(20);
drawIdsFrom(random);
stopClock();
let count = 0;
for (const script of scripts) {
  clock.now = LAST_DAY;
  count += await new Play({ db, agents: AGENTS, random, lastDay: LAST_DAY }, script).run();
}
clock.now = LAST_DAY;
await writeWorkspace(db);
await db.terminate();
await firestore.stop();
writeExport(DEMO_DATA, firestore.store.documents());
console.log(`${scripts.length} conversations, ${count} messages`);
