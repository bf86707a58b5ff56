/** `npm run firestore`: the Firestore emulator by itself. */
import { enableCompileCache } from "node:module";

// From the second time on, the code that is loaded after this is there compiled: half the start-up.
enableCompileCache();
const { fail, runFirestore } = await import("./run-firestore.ts");
runFirestore(process.argv.slice(2)).catch(fail);
