import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";
import { listTcpSockets } from "./list-tcp-sockets.ts";

export type PortOwner = { pid: number; command: string };

/** The process that listens on a TCP port of this machine, as far as we may see it; else null. */
export async function findPortOwner(port: number): Promise<PortOwner | null> {
  const find = { linux: findInProc, win32: findByNetstat }[process.platform as string] ?? findByLsof;
  const pid = await find(port).catch(() => undefined);
  return pid ? { pid, command: await readCommand(pid).catch(() => "?") } : null;
}

/** Linux: the socket is listed, and stands again among the open files of its process. */
async function findInProc(port: number): Promise<number | undefined> {
  const listening = (await listTcpSockets()).filter(({ nearPort, listens }) => listens && nearPort === port);
  const sockets = new Set(listening.map(({ link }) => link));
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    for (const file of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      if (sockets.has(await readlink(`/proc/${pid}/fd/${file}`).catch(() => ""))) return Number(pid);
    }
  }
  return undefined;
}

async function findByLsof(port: number): Promise<number | undefined> {
  const out = await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"]);
  return Number(out.trim().split("\n")[0]) || undefined;
}

async function findByNetstat(port: number): Promise<number | undefined> {
  const rows = (await run("netstat", ["-ano", "-p", "TCP"]))
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const row = rows.find(([, local, , state]) => local?.endsWith(`:${port}`) && state === "LISTENING");
  return Number(row?.[4]) || undefined;
}

async function readCommand(pid: number): Promise<string> {
  const command =
    process.platform === "linux"
      ? (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ")
      : process.platform === "win32"
        ? (await run("tasklist", ["/fi", `PID eq ${pid}`, "/fo", "csv", "/nh"])).split('"')[1]!
        : await run("ps", ["-o", "command=", "-p", `${pid}`]);
  return command.trim().slice(0, 200);
}

async function run(program: string, args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout;
}
