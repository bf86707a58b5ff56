import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Chunk = Pick<Rolldown.OutputChunk, "type" | "fileName" | "code" | "isEntry" | "imports">;
type Bundle = Record<string, Chunk | { type: "asset" }>;

/** Ends a build whose page would load more than `limit` bytes of gzipped script before it can begin. */
export function limitFirstLoad(entry: string, limit: number): Plugin {
  return {
    name: "limit-first-load",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = firstLoad(bundle as Bundle, entry);
        const sum = files.reduce((total, { bytes }) => total + bytes, 0);
        if (sum <= limit) return;
        const list = files.map(({ name, bytes }) => `  ${bytes} ${name}`).join("\n");
        throw new Error(`The first load is ${sum} bytes of gzipped script, the limit ${limit}:\n${list}`);
      },
    },
  };
}

/** The scripts that a page's entry imports statically, itself included, with their gzipped sizes. */
export function firstLoad(bundle: Bundle, entry: string): { name: string; bytes: number }[] {
  const found = new Map<string, number>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || found.has(name)) return;
    found.set(name, gzipSync(chunk.code).length);
    chunk.imports.forEach(visit);
  };
  for (const chunk of Object.values(bundle))
    if (chunk.type === "chunk" && chunk.isEntry && chunk.fileName.includes(entry)) visit(chunk.fileName);
  return [...found].map(([name, bytes]) => ({ name, bytes }));
}
