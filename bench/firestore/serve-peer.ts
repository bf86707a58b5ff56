/** Runs `@firestore-emulator/server` on the port given, as its documentation says. */
import { FirestoreServer } from "@firestore-emulator/server";

const port = Number(process.argv[2]);
await new FirestoreServer().start(port);
console.log(`ready on ${port}`);
