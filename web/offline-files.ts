import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";
import type { Build } from "./src/offline/worker-scope.ts";

const WORKER = "sw.js";
const PUBLIC = join(import.meta.dirname, "public");

/** Tells the service worker which files the dashboard consists of. */
export function offlineFiles(): Plugin {
  return {
    name: "offline-files",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error("The service worker is missing.");
        worker.code = worker.code.replaceAll("__BUILD__", JSON.stringify(describe(bundle)));
      },
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${WORKER}`, (_request, response) => {
        response.setHeader("content-type", "text/javascript").end(LEAVE);
      });
    },
  };
}

/** While developing there is none: one that a built dashboard left at this address goes, and shows what is here. */
const LEAVE = `
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));
async function leave() {
  await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const client of await clients.matchAll()) client.navigate(client.url);
}`;

function describe(bundle: Rolldown.OutputBundle): Build {
  const outputs = Object.values(bundle).filter((output) => output.fileName !== WORKER);
  const entry = outputs.find((output) => output.type === "chunk" && output.isEntry);
  if (!entry) throw new Error("The page has no script.");
  const built = outputs.map((output) => output.fileName).filter((name) => name !== "index.html");
  const copied = readdirSync(PUBLIC);
  const hash = createHash("sha256").update(built.join());
  for (const name of copied) hash.update(readFileSync(join(PUBLIC, name)));
  const page = bundle["index.html"];
  if (page?.type === "asset") hash.update(page.source);
  return {
    version: hash.digest("hex").slice(0, 12),
    entry: entry.fileName,
    files: [...built, ...copied].map((name) => `/${name}`),
  };
}
