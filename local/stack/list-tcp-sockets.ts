import { readFile } from "node:fs/promises";

export type TcpSocket = {
  nearPort: number;
  /** 0 if it listens. */
  farPort: number;
  listens: boolean;
  /** What the file descriptors of its process point to, under /proc. */
  link: string;
};

/** Columns of a line: number, own end, other end, state, and five more before the inode. */
const NEAR = 1;
const FAR = 2;
const STATE = 3;
const INODE = 9;

/** The TCP sockets of this machine, from Linux's /proc/net (proc_net_tcp.txt); none on other systems. */
export async function listTcpSockets(): Promise<TcpSocket[]> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((table) => readFile(`/proc/net/${table}`, "utf8").catch(() => "")),
  );
  return tables
    .flatMap((table) => table.trim().split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .map((columns) => ({
      nearPort: readPort(columns[NEAR]),
      farPort: readPort(columns[FAR]),
      listens: columns[STATE] === "0A",
      link: `socket:[${columns[INODE]}]`,
    }));
}

/** Of `address:port`, both in hexadecimal digits. */
function readPort(end = ""): number {
  return Number.parseInt(end.split(":")[1] ?? "", 16);
}
