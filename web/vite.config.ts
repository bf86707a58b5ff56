import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig, loadEnv } from "vite";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { limitFirstLoad } from "./limit-first-load.ts";
import { offlineFiles } from "./offline-files.ts";

const here = (path: string) => join(import.meta.dirname, path);

/** Bytes of gzipped script that the dashboard may begin with, Firebase Auth included. */
const FIRST_LOAD = 120_000;

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [
    preact(),
    contentSecurityPolicy(loadEnv(mode, import.meta.dirname)),
    offlineFiles(),
    limitFirstLoad("assets/index-", FIRST_LOAD),
  ],
  define: { "import.meta.env.VITE_STATE_SHAPE": JSON.stringify(stateShape()) },
  build: {
    target: "es2022",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here("index.html"), sw: here("src/offline/service-worker.ts") },
      output: {
        // A service worker is found again by its name.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { proxy: { "/api": process.env.API_ORIGIN ?? "http://localhost:3000" } },
}));

/** What a browser kept of the state is good for as long as none of the files changed that describe it. */
function stateShape(): string {
  const hash = createHash("sha256");
  for (const folder of [here("../contract/src"), here("src/state")])
    for (const name of readdirSync(folder).sort())
      if (!name.endsWith(".test.ts")) hash.update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 12);
}
