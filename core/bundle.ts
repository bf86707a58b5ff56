import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

export type Bundle = {
  /** The service's folder, with its package.json. */
  folder: string;
  /** Below it: the file that it begins with. */
  entry: string;
  /** Where the bundle goes. */
  outfile: string;
};

/**
 * Bundles a service into one file with a source map: contract and core go in, as only the service's own folder is
 * shipped; registry packages stay outside, to be installed there. Throws if a package is used that the service's
 * package.json doesn't list, and what esbuild finds wrong.
 */
export async function bundleService({ folder, entry, outfile }: Bundle): Promise<void> {
  const { name, dependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { metafile } = await build({
    entryPoints: [join(folder, entry)],
    outfile,
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
  if (bundled) throw new Error(`${bundled} is used, but ${name}'s package.json doesn't list its package.`);
}
