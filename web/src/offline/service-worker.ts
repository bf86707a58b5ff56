import { showConversation } from "./show-conversation.ts";
import { staticRoutes } from "./static-routes.ts";
import type { Build, WorkerEvents, WorkerScope } from "./worker-scope.ts";

declare const __BUILD__: Build;

/**
 * Keeps the dashboard's own files, so that it opens at once, and without a network too. What is said and written
 * never comes here: neither the REST interface nor the stream is touched.
 */
const build = __BUILD__;
const worker = self as unknown as WorkerScope;

const PREFIX = "live-chat-files:";
const KEPT_VERSIONS = 3;
const SHELL = "/";

worker.addEventListener("install", (event) => {
  // Pages that are open go on with their own version's files, which stay; the next page has this one.
  event.waitUntil(keepFiles().then(() => worker.skipWaiting()));
  event.addRoutes?.(staticRoutes(worker.location, PREFIX + build.version)).catch(console.error);
});
worker.addEventListener("activate", (event) => event.waitUntil(forgetOldVersions()));
worker.addEventListener("fetch", respond);
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showConversation(worker.clients, event.notification.data?.address));
});

/** Throws when not all of this version can be had: then the browser tries again later, and the old one stays. */
async function keepFiles(): Promise<void> {
  const cache = await caches.open(PREFIX + build.version);
  const shell = await fetch(SHELL, { cache: "no-cache" });
  // While a new version is put in its place the page may be newer than this worker: it would miss its files.
  if (!shell.ok || !(await shell.clone().text()).includes(build.entry))
    throw new Error("This page is of another version.");
  await cache.put(SHELL, shell);
  await cache.addAll(build.files.map(toRequest));
}

/** Files with a hash in their name never change: the page has loaded most of them already. */
function toRequest(file: string): Request {
  return new Request(file, { cache: file.startsWith("/assets/") ? "default" : "no-cache" });
}

async function forgetOldVersions(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = ours.filter((name) => name !== PREFIX + build.version).slice(0, 1 - KEPT_VERSIONS);
  await Promise.all(old.map((name) => caches.delete(name)));
}

function respond(event: WorkerEvents["fetch"]): void {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === SHELL) event.respondWith(kept(SHELL, request));
    return;
  }
  if (build.files.includes(pathname) || pathname.startsWith("/assets/"))
    event.respondWith(kept(pathname, request));
}

/** This version's file, else an older version's, else the server's. */
async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(PREFIX + build.version);
  return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}
