// @ts-check
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./file-lock.mjs";

/**
 * Installs what package-lock.json names, unless it is there already; then neither npm nor the network is needed.
 * Safe when several processes do it at once.
 * @param {string} root the checkout
 * @param {(line: string) => void} say
 * @param {(root: string) => Promise<void>} [install]
 */
export async function installPackages(root, say, install = npmCi) {
  if (isInstalled(root)) return;
  await withLock(
    join(root, ".local-data", "install.lock"),
    async () => {
      if (isInstalled(root)) return;
      const began = Date.now();
      const stopTalking = talk(say);
      await install(root).finally(stopTalking);
      recordInstall(root);
      say(`Packages installed in ${Math.round((Date.now() - began) / 1000)} s.`);
    },
    (owner) => say(`Another process (${owner}) is installing packages; waiting for it …`),
  );
}

/** @param {string} root */
export function isInstalled(root) {
  const record = join(root, "node_modules", ".installed");
  const recorded = existsSync(record) ? readFileSync(record, "utf8") : "";
  if (recorded === lockFileHash(root)) return true;
  if (!matchesLockFile(root)) return false;
  recordInstall(root);
  return true;
}

/** @param {string} root */
function recordInstall(root) {
  writeFileSync(join(root, "node_modules", ".installed"), lockFileHash(root));
}

/** @param {string} root */
function lockFileHash(root) {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

/**
 * Whether somebody ran `npm ci` or `npm install` by hand: npm leaves its own list of what it installed.
 * @param {string} root
 */
function matchesLockFile(root) {
  const list = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, link }]) =>
      !path.includes("node_modules/") ||
      optional ||
      devOptional ||
      link ||
      installed[path]?.version === version,
  );
}

/**
 * npm is quiet for long where there is no terminal, so say now and then that it still works.
 * @param {(line: string) => void} say
 */
function talk(say) {
  const start = Date.now();
  say("Installing packages, this once (a minute or two) …");
  const timer = setInterval(() => say(`  … ${Math.round((Date.now() - start) / 1000)} s`), 10_000);
  return () => clearInterval(timer);
}

/**
 * Installs with npm. Of the packages' own install scripts only those run that package.json allows: the newest npm
 * would see to that by itself, but older ones run all, and one of them compiles for minutes where it can't download.
 * @param {string} root
 */
async function npmCi(root) {
  const { allowScripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  await npm(root, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  await npm(root, ["rebuild", "--ignore-scripts=false", ...allowed]);
}

/**
 * Runs the npm that started us, if one did. Its warnings stay silent: "unsupported engine" only speaks of the Node
 * outside, and everything of ours runs on the one that this installs.
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function npm(root, args) {
  const { npm_execpath: file, npm_node_execpath: node = process.execPath } = process.env;
  /** @type {import("node:child_process").SpawnOptions} */
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const quiet = [...args, "--loglevel=error"];
  const child = file?.endsWith("npm-cli.js")
    ? spawn(node, [file, ...quiet], options)
    : spawn("npm", quiet, { ...options, shell: process.platform === "win32" });
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`npm can't be run: ${error.message}`)));
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`npm ${args[0]} failed (its own words are above). It needs the npm registry this once.`),
        );
    });
  });
}
