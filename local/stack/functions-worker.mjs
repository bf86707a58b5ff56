// Preloaded into the functions' processes. The Functions emulator's own code in them needs one small function of a
// module that loads half of firebase-tools: most of their start and of their memory. They get just that function.
import "./end-with-parent.mjs";
import { existsSync, readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, join } from "node:path";

const load = createRequire(import.meta.url);
const file = load.resolve("firebase-tools/lib/emulator/functionsEmulatorShared");
load.cache[file] = Object.assign(new Module(file), { loaded: true, exports: { findModuleRoot } });

/**
 * The folder of the package `name` that holds `path`.
 * @param {string} name
 * @param {string} path
 * @returns {string}
 */
function findModuleRoot(name, path) {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === name) return folder;
  }
  return "";
}
