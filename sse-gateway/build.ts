import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;

/**
 * Bundles the gateway into `outdir`/main.js (default: lib/): contract and core go in, registry packages stay
 * outside. Throws if a package is used that sse-gateway/package.json doesn't list.
 */
export async function buildGateway({ outdir = join(folder, "lib") } = {}): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { metafile } = await build({
    entryPoints: [join(folder, "src/main.ts")],
    outfile: join(outdir, "main.js"),
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
  if (bundled) throw new Error(`${bundled} is used, but sse-gateway/package.json doesn't list its package.`);
}

if (import.meta.main) await buildGateway();
