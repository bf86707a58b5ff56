/** The static checks, for laptop and CI alike: types of every workspace, then lint, format and import rules. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const windows = process.platform === "win32";

function run(name: string, ...args: string[]): boolean {
  return spawnSync(bin(name), args, { cwd: root, stdio: "inherit", shell: windows }).status === 0;
}

/** The simulator's page runs in a browser, the rest of its folder doesn't. */
const folders = [...manifest.workspaces, "local/simulator/page"];
const typed = folders.filter((folder) => !run("tsc", "-p", folder));
const clean = run("biome", "check", "--error-on-warnings", ".");
if (typed.length > 0) console.error(`Types are wrong in ${typed.join(", ")}.`);
process.exitCode = typed.length === 0 && clean ? 0 : 1;
