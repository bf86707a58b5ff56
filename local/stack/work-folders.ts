import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./constants.ts";

/** Within functions/, so that the bundle finds its packages; a deploy leaves it out. */
const FUNCTIONS = join(ROOT, "functions/lib");
const DASHBOARDS = join(ROOT, ".local-data/dashboards");

export type WorkFolders = {
  functions: string;
  dashboard: string;
  remove(): void;
};

/** Where this process builds to, beside others that run from this checkout. Removes what killed ones left. */
export function workFolders(): WorkFolders {
  removeLeftovers(FUNCTIONS);
  removeLeftovers(DASHBOARDS);
  const functions = join(FUNCTIONS, `stack-${process.pid}`);
  const dashboard = join(DASHBOARDS, `stack-${process.pid}`);
  const remove = () => {
    for (const folder of [functions, dashboard]) rmSync(folder, { recursive: true, force: true });
  };
  return { functions, dashboard, remove };
}

function removeLeftovers(parent: string): void {
  for (const name of listFolder(parent)) {
    const pid = /^stack-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
