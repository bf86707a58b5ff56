import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { sendJson } from "./http.ts";

const PAGE = join(import.meta.dirname, "page");
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Asset = { type: string; body: string };

/** Serves the phone's page, bundled when it's first asked for. */
export function servePage(): (response: ServerResponse, path: string) => Promise<void> {
  let assets: Promise<Map<string, Asset>> | null = null;
  return async (response, path) => {
    try {
      assets ??= bundle();
      const asset = (await assets).get(path);
      if (!asset) return sendJson(response, 404, { error: "There is nothing here." });
      response.writeHead(200, {
        "content-type": `${asset.type}; charset=utf-8`,
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
      });
      response.end(asset.body);
    } catch (error) {
      assets = null;
      sendJson(response, 500, { error: `The phone's page can't be built: ${(error as Error).message}` });
    }
  };
}

async function bundle(): Promise<Map<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, "main.tsx"), join(PAGE, "main.css")],
    bundle: true,
    write: false,
    outdir: "/",
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    logLevel: "silent",
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return new Map([
    ["/", { type: "text/html", body: await readFile(join(PAGE, "index.html"), "utf8") }],
    ["/icon.svg", { type: "image/svg+xml", body: await readFile(join(PAGE, "icon.svg"), "utf8") }],
    ["/main.js", { type: "text/javascript", body: text(".js") }],
    ["/main.css", { type: "text/css", body: text(".css") }],
  ]);
}
