// @ts-check
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** How often a waiting process looks again, in ms. */
const INTERVAL = 100;

/**
 * Runs `work` while no other process of this machine runs under the same lock, a file. A lock whose owner died is
 * taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(owner: number) => void} [onWait] called once with the owner's process id if we have to wait
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !tryLock(file); ) {
    const owner = readOwner(file);
    if (owner === undefined) continue;
    if (!isAlive(owner)) {
      removeLockOf(owner, file);
      continue;
    }
    if (!told) onWait(owner);
    told = true;
    await wait(INTERVAL);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * A lock comes into being with its owner's process id in it: a finished file gets its name by a hard link.
 * @param {string} file
 */
function tryLock(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid}`);
  const locked = tryLink(own, file);
  rmSync(own, { force: true });
  return locked;
}

/**
 * Removes the lock of a process that died. Of several that try, one gets the second name; and by then the lock may be
 * another's, so it looks before it removes.
 * @param {number} owner
 * @param {string} file
 */
function removeLockOf(owner, file) {
  const second = `${file}.of-dead-${owner}`;
  if (!tryLink(file, second)) return;
  if (readOwner(second) === owner) rmSync(file, { force: true });
  rmSync(second, { force: true });
}

/**
 * @param {string} from
 * @param {string} to
 */
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (["EEXIST", "ENOENT"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) return false;
    throw error;
  }
}

/** @param {string} file */
function readOwner(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
