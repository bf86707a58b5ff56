// @ts-check
import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

/** How often we look whether npm is still there, in ms. */
const PARENT_INTERVAL = 100;

/**
 * The Node that package.json pins, as npm installed it.
 * @param {string} root
 * @returns {string}
 */
export function pinnedNode(root) {
  const file = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(file)) return file;
  throw new Error(
    `${file} is missing: npm did not run the install script of the package "node".\n` +
      "Allow it (npm config set ignore-scripts false), delete node_modules and try again.",
  );
}

/**
 * The JavaScript file behind a program that a package installs, e.g. "vitest".
 * @param {string} root
 * @param {string} name
 * @returns {string}
 */
export function findProgram(root, name) {
  const folder = join(root, "node_modules", name);
  if (!existsSync(join(folder, "package.json")))
    throw new Error(`There is no file and no package "${name}".`);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = typeof bin === "string" ? bin : bin?.[name];
  if (!file) throw new Error(`The package "${name}" has no program of that name.`);
  return join(folder, file);
}

/**
 * Runs a file with the pinned Node first on the PATH: in this process if that is the Node we run on already, else in
 * a child that gets our signals and whose end is ours. Resolves once it runs.
 * @param {string} root
 * @param {string} file
 * @param {string[]} args
 */
export async function runUnderPinnedNode(root, file, args) {
  const node = pinnedNode(root);
  endWithNpm();
  process.env.PATH = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH}`;
  if (realpathSync(process.execPath) !== realpathSync(node)) return runInChild(node, [file, ...args]);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

/**
 * npm hands a SIGTERM to the shell between it and us, which dies of it and tells nobody: then we end all the same.
 * Started by hand, we may outlive the shell.
 */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, PARENT_INTERVAL);
  timer.unref();
}

/**
 * @param {string} node
 * @param {string[]} args
 */
function runInChild(node, args) {
  const child = spawn(node, args, { stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      // A terminal's Ctrl-C reaches the child by itself; twice would mean "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once("error", (error) => {
    console.error(`${node} can't be run: ${error.message}`);
    process.exit(1);
  });
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
