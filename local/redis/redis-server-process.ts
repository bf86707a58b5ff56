import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pingRedis } from "./ping-redis.ts";

/** The path of the first executable `redis-server` on the PATH, or undefined. */
export function findRedisServer(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, "redis-server")).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts the machine's own redis-server on 127.0.0.1, with nothing kept on disk. Resolves once it answers
 * PING; throws with the server's own last words if it can't start.
 */
export async function startRedisServer({ port }: { port?: number } = {}) {
  const program = findRedisServer();
  if (!program) throw new Error("There is no redis-server on the PATH.");
  const folder = await mkdtemp(join(tmpdir(), "live-chat-redis-"));
  const ownPort = port ?? (await findFreePort());
  const url = `redis://127.0.0.1:${ownPort}`;
  const args = [
    "--port",
    `${ownPort}`,
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "no",
  ];
  // Its own process group: Ctrl-C reaches us alone, and we end it after those who still use it.
  const server = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const killOnExit = () => server.kill("SIGKILL");
  process.once("exit", killOnExit);

  const stop = async () => {
    process.off("exit", killOnExit);
    await endProcess(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(server);
    await pingRedis(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** Waits for redis-server's line that it accepts connections; throws with its output if it ends first. */
function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output = (output + chunk).slice(-4_000);
      if (output.includes("Ready to accept connections")) resolve();
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("error", reject);
    server.once("close", () => reject(new Error(`redis-server didn't start:\n${output.trim()}`)));
  });
}

async function endProcess(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const impatience = setTimeout(() => server.kill("SIGKILL"), 3_000);
  await ended;
  clearTimeout(impatience);
}

/** redis-server has no "any port" of its own, so ask the system for one that is free right now. */
function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("No free port.")),
      );
    });
  });
}
