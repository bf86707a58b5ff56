import { join } from "node:path";
import { bundleService } from "../core/bundle.ts";

const folder = import.meta.dirname;

/** Bundles the functions into `outdir`/index.js (default: lib/, which is what a deploy uploads). */
export async function buildFunctions({ outdir = join(folder, "lib") } = {}): Promise<void> {
  await bundleService({ folder, entry: "src/index.ts", outfile: join(outdir, "index.js") });
}

if (import.meta.main) await buildFunctions();
