// What `npm start`, `npm run dev`, `npm test` … go through. Plain JavaScript without dependencies, because it runs
// on whatever Node is there (20 or newer) before anything is installed:
//   node local/bootstrap.mjs local/start.ts --port-offset 100    a file of ours
//   node local/bootstrap.mjs vitest run                          an installed program
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./bootstrap/install-packages.mjs";
import { findProgram, runUnderPinnedNode } from "./bootstrap/pinned-node.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [wanted, ...args] = process.argv.slice(2);

try {
  if (!wanted) throw new Error("Say what to run: node local/bootstrap.mjs FILE-OR-PROGRAM [arguments]");
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new Error(
      `This is Node ${process.versions.node}; please install Node 20 or newer (https://nodejs.org).`,
    );
  }
  await installPackages(root, (line) => console.error(line));
  const ours = join(root, wanted);
  await runUnderPinnedNode(root, existsSync(ours) ? resolve(ours) : findProgram(root, wanted), args);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
