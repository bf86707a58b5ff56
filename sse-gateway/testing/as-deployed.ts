import { readFileSync } from "node:fs";
import { join } from "node:path";

const dockerfile = readFileSync(join(import.meta.dirname, "../Dockerfile"), "utf8");

function find(pattern: RegExp): string {
  const found = pattern.exec(dockerfile)?.[1];
  if (!found) throw new Error(`the gateway's Dockerfile has no line like ${pattern}`);
  return found;
}

/** How the gateway's image runs node: what memory and speed are measured with must be what is deployed. */
export const AS_DEPLOYED = {
  flags: (JSON.parse(find(/^CMD (\["node".*\])$/m)) as string[]).filter((word) => word.startsWith("--")),
  env: {
    MALLOC_ARENA_MAX: find(/^ENV .*\bMALLOC_ARENA_MAX=(\S+)/m),
    NODE_ENV: find(/^ENV .*\bNODE_ENV=(\S+)/m),
  },
};
