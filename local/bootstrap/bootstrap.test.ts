import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./file-lock.mjs";
import { installPackages } from "./install-packages.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "live-chat-bootstrap-"));
  writeLockFile("1.0.0");
});
afterEach(() => rmSync(root, { recursive: true }));

function writeLockFile(version: string): void {
  writeFileSync(
    join(root, "package-lock.json"),
    JSON.stringify({
      packages: { "": {}, "node_modules/a": { version }, "node_modules/b": { version, optional: true } },
    }),
  );
}

/** Stands in for npm ci; counts its runs in a file, as several processes may run it. */
const installTwice = `
  import { appendFileSync, mkdirSync } from "node:fs";
  import { installPackages } from ${JSON.stringify(new URL("./install-packages.mjs", import.meta.url).href)};
  const root = process.argv[2];
  await installPackages(root, () => {}, async () => {
    appendFileSync(root + "/runs", "install\\n");
    await new Promise((resolve) => setTimeout(resolve, 300));
    mkdirSync(root + "/node_modules", { recursive: true });
  });
`;
const runs = () => readFileSync(join(root, "runs"), "utf8").trim().split("\n").length;

test("installs once when several processes start at once, and not again afterwards", async () => {
  writeFileSync(join(root, "install.mjs"), installTwice);
  const start = () => spawn(process.execPath, [join(root, "install.mjs"), root], { stdio: "inherit" });
  const ends = await Promise.all([start(), start(), start(), start()].map((child) => once(child, "exit")));
  expect(ends.map(([code]) => code)).toEqual([0, 0, 0, 0]);
  expect(runs()).toBe(1);
  await installPackages(
    root,
    () => {},
    () => expect.fail("installed again"),
  );
});

test("installs again when package-lock.json changed or node_modules is gone", async () => {
  let installs = 0;
  const install = async () => {
    installs++;
    mkdirSync(join(root, "node_modules"), { recursive: true });
  };
  await installPackages(root, () => {}, install);
  writeLockFile("1.0.1");
  await installPackages(root, () => {}, install);
  rmSync(join(root, "node_modules"), { recursive: true });
  await installPackages(root, () => {}, install);
  expect(installs).toBe(3);
});

test("takes what npm installed by hand, if it is what package-lock.json names", async () => {
  const list = join(root, "node_modules", ".package-lock.json");
  mkdirSync(join(root, "node_modules"));
  writeFileSync(list, JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0" } } }));
  await installPackages(
    root,
    () => {},
    () => expect.fail("installed again"),
  );
});

test("does not take a failed install for a good one", async () => {
  const failing = installPackages(
    root,
    () => {},
    () => Promise.reject(new Error("no network")),
  );
  await expect(failing).rejects.toThrow("no network");
  let installed = false;
  await installPackages(
    root,
    () => {},
    async () => {
      installed = true;
      mkdirSync(join(root, "node_modules"));
    },
  );
  expect(installed).toBe(true);
});

test("takes over the lock of a process that died, one at a time", async () => {
  const file = join(root, "lock");
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(file, `${dead}`);
  let inside = 0;
  const work = async () => {
    expect(++inside).toBe(1);
    await new Promise(setImmediate);
    inside--;
  };
  await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
});
