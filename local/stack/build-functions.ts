import { copyFileSync, mkdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildFunctions as bundle } from "../../functions/build.ts";
import { ROOT } from "./constants.ts";
import type { Say } from "./steps.ts";

const FUNCTIONS = join(ROOT, "functions");
const SOURCES = ["functions/src", "core/src", "contract/src"];
/** Editors write a file more than once; builds begin after this pause, in ms. */
const PAUSE = 100;

/**
 * Bundles the functions into a folder of this stack's own, with what the Functions emulator looks for beside them:
 * package.json and the local secrets. With `dev`, every change of the sources is built, and the emulator loads it.
 * Throws if the sources have an error.
 */
export async function buildFunctions(folder: string, dev: boolean, say: Say): Promise<{ stop(): void }> {
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(FUNCTIONS, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, main: "index.js" }));
  copyFileSync(join(FUNCTIONS, ".secret.local"), join(folder, ".secret.local"));
  await bundle({ outdir: folder });
  return { stop: dev ? buildOnChange(folder, say) : () => {} };
}

function buildOnChange(outdir: string, say: Say): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const rebuild = async () => {
    const built = await bundle({ outdir })
      .then(() => true)
      .catch(() => false);
    if (!stopped) say(`functions: ${built ? "built again" : "not built; the last good ones stay"}`);
  };
  const onChange = () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, PAUSE);
  };
  const watchers = SOURCES.map((folder) => watch(join(ROOT, folder), { recursive: true }, onChange));
  return () => {
    stopped = true;
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
