import { join } from "node:path";
import { bundleService } from "../core/bundle.ts";

const folder = import.meta.dirname;

/** Bundles the gateway into `outdir`/main.js (default: lib/). */
export async function buildGateway({ outdir = join(folder, "lib") } = {}): Promise<void> {
  await bundleService({ folder, entry: "src/main.ts", outfile: join(outdir, "main.js") });
}

if (import.meta.main) await buildGateway();
