import { describe, expect, it } from "vitest";
import { staticRoutes } from "./static-routes.ts";
import type { RouteCondition } from "./worker-scope.ts";

const location = { protocol: "https:", hostname: "chat.example.com", port: "" };
const routes = staticRoutes(location, "files:1");

/** Where the browser takes a request from: the first rule that holds decides; null = it asks the worker. */
function sourceOf(url: string, mode = "cors") {
  const holds = ({ not, requestMode, urlPattern }: RouteCondition): boolean =>
    (!not || !holds(not)) &&
    (!requestMode || requestMode === mode) &&
    (!urlPattern || new URLPattern({ ...urlPattern }).test(url));
  return routes.find(({ condition }) => holds(condition))?.source ?? null;
}

describe("what the browser gets without the worker", () => {
  it.each([
    "https://gateway.example.com/api/live-chat/events",
    "https://chat.example.com/api/live-chat/conversations?limit=50",
    "https://securetoken.googleapis.com/v1/token?key=k",
    "https://chat.example.com:8443/assets/index-1.js",
  ])("%s comes from the network", (url) => {
    expect(sourceOf(url)).toBe("network");
  });

  it("the page comes from this version's files, its parts from whichever version kept them", () => {
    expect(sourceOf("https://chat.example.com/", "navigate")).toEqual({ cacheName: "files:1" });
    expect(sourceOf("https://chat.example.com/assets/index-1.js")).toBe("cache");
  });

  it("everything else of ours is the worker's, who knows it by its path alone", () => {
    expect(sourceOf("https://chat.example.com/?from=mail", "navigate")).toBeNull();
    expect(sourceOf("https://chat.example.com/icon.svg")).toBeNull();
  });
});
