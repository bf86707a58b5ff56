import { expect, test } from "vitest";
import { firstLoad, limitFirstLoad } from "./limit-first-load.ts";

const chunk = (fileName: string, code: string, imports: string[] = [], isEntry = false) =>
  ({ type: "chunk", fileName, code, imports, isEntry }) as const;
const noise = (bytes: number) => Array.from({ length: bytes }, () => Math.random().toString(36)[3]).join("");
const bundle = {
  "assets/index-1.js": chunk("assets/index-1.js", noise(4000), ["assets/shared-1.js"], true),
  "assets/shared-1.js": chunk("assets/shared-1.js", noise(4000), ["assets/index-1.js"]),
  "assets/later-1.js": chunk("assets/later-1.js", noise(90_000)),
  "sw.js": chunk("sw.js", noise(90_000), [], true),
  "assets/index.css": { type: "asset" } as const,
};
const build = (limit: number) => {
  const { generateBundle } = limitFirstLoad("assets/index-", limit);
  const { handler } = generateBundle as { handler: (options: object, made: object) => void };
  handler.call({}, {}, bundle);
};

test("what the page begins with counts, once; what is fetched later and the worker don't", () => {
  expect(firstLoad(bundle, "assets/index-").map(({ name }) => name)).toEqual([
    "assets/index-1.js",
    "assets/shared-1.js",
  ]);
});

test("a build above the limit ends, and says which scripts are how big", () => {
  expect(() => build(10_000)).not.toThrow();
  expect(() => build(4000)).toThrow(/limit 4000:\n {2}\d+ assets\/index-1\.js\n {2}\d+ assets\/shared-1\.js/);
});
