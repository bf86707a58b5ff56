import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;

/**
 * Bundles the functions into `outdir`/index.js (default: lib/, which is what a deploy uploads). Only this folder
 * reaches Cloud Build, so contract and core are bundled in; registry packages stay outside, for it to install.
 * Throws if a package is used that functions/package.json doesn't list.
 */
export async function buildFunctions({ outdir = join(folder, "lib") } = {}): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { metafile } = await build({
    entryPoints: [join(folder, "src/index.ts")],
    outfile: join(outdir, "index.js"),
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    sourcemap: true,
    sourcesContent: false,
    external: Object.keys(dependencies),
    metafile: true,
    logLevel: "warning",
    absWorkingDir: folder,
  });
  const bundled = Object.keys(metafile.inputs).find((file) => file.includes("node_modules/"));
  if (bundled) throw new Error(`${bundled} is used, but functions/package.json doesn't list its package.`);
}

if (import.meta.main) await buildFunctions();
