/** `npm run firestore`: the Firestore emulator by itself. */
import { enableCompileCache, flushCompileCache } from "node:module";

// From the second time on, the code that is loaded after this is there compiled: half the start-up. This file is no
// TypeScript itself, as else Node would load what reads that, each time anew.
enableCompileCache();
const { fail, runFirestore } = await import("./run-firestore.ts");
// Written down now, since whoever starts an emulator may well kill it.
runFirestore(process.argv.slice(2)).then(flushCompileCache, fail);
