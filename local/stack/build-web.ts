import { cpSync } from "node:fs";
import { join } from "node:path";
import { endProcess, startNode, untilEnd } from "./child-process.ts";
import { DEMO_DATA, HOST, PROJECT_ID, ROOT } from "./constants.ts";
import type { Ports } from "./ports.ts";
import type { Say } from "./steps.ts";

const VITE = join(ROOT, "node_modules/vite/bin/vite.js");
const WEB = join(ROOT, "web");

/** Patience with Vite's end, in ms. */
const VITE_PATIENCE = 2_000;

/** What the dashboard must know of a stack. */
export function webEnvironment(ports: Ports): Record<string, string> {
  return {
    VITE_FIREBASE_PROJECT_ID: PROJECT_ID,
    VITE_FIREBASE_API_KEY: "demo",
    VITE_AUTH_EMULATOR_URL: `http://localhost:${ports.auth}`,
    VITE_GATEWAY_URL: `http://localhost:${ports.gateway}`,
  };
}

/** Builds the dashboard for one stack into `outDir`, with the demo's photos beside it; throws with Vite's output if that fails. */
export async function buildWeb(ports: Ports, outDir: string): Promise<void> {
  const lines: string[] = [];
  const child = startNode({
    args: [VITE, "build", WEB, "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"],
    // As it is deployed, also when a test runner asks, which sets NODE_ENV to "test" for all its children.
    env: { ...webEnvironment(ports), NODE_ENV: "production" },
    onLine: (line) => lines.push(line),
  });
  const end = await untilEnd(child);
  if (end !== 0) throw new Error(`The dashboard can't be built (${end}):\n${lines.join("\n")}`);
  cpSync(join(DEMO_DATA, "media"), join(outDir, "demo-media"), { recursive: true });
}

/** Starts Vite's dev server on the dashboard's port, with `/api` behind it. */
export function startVite(ports: Ports, say: Say): { stop(): Promise<void> } {
  const vite = startNode({
    args: [
      VITE,
      WEB,
      "--host",
      HOST,
      "--port",
      `${ports.dashboard}`,
      "--strictPort",
      "--clearScreen",
      "false",
      "--logLevel",
      "warn",
    ],
    env: { ...webEnvironment(ports), API_ORIGIN: `http://${HOST}:${ports.hosting}` },
    onLine: (line) => say(`vite: ${line}`),
  });
  return { stop: () => endProcess(vite, VITE_PATIENCE) };
}
