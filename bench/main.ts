/** Every measurement, one after the other, beside its peers: `npm run bench`, or one of them, `npm run bench -- firestore`. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ALL = ["firestore", "gateway", "web"];
const [only, ...options] = process.argv.slice(2);

if (only && !ALL.includes(only)) {
  console.error(`There is no measurement "${only}": ${ALL.join(", ")}.`);
  process.exit(1);
}
for (const name of only ? [only] : ALL) {
  const program = join(import.meta.dirname, name, "main.ts");
  const { status } = spawnSync(process.execPath, [program, ...options], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
