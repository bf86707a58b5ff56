import type { Route } from "./worker-scope.ts";

type Address = { protocol: string; hostname: string; port: string };

/**
 * What the browser gets without asking the worker. A worker lives in some tab's process: while that one stands
 * still, whatever had to ask it, although it is never the worker's business, would wait for as long.
 */
export function staticRoutes({ protocol, hostname, port }: Address, shellCache: string): Route[] {
  const ours = { protocol: protocol.replace(":", ""), hostname, port };
  return [
    { condition: { not: { urlPattern: { ...ours, pathname: "*" } } }, source: "network" },
    { condition: { urlPattern: { ...ours, pathname: "/api/*" } }, source: "network" },
    {
      condition: { requestMode: "navigate", urlPattern: { ...ours, pathname: "/", search: "" } },
      source: { cacheName: shellCache },
    },
    // Each name is one content for ever, whichever version kept it.
    { condition: { urlPattern: { ...ours, pathname: "/assets/*" } }, source: "cache" },
  ];
}
