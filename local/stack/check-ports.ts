import { connect } from "node:net";
import { findPortOwner } from "./port-owner.ts";
import type { Ports } from "./ports.ts";

export class PortsInUseError extends Error {
  override name = "PortsInUseError";
}

/**
 * Throws PortsInUseError if anybody listens on one of the ports, naming who, before anything has been started.
 * Both loopback addresses count: "localhost" may mean either.
 */
export async function checkPorts(ports: Ports): Promise<void> {
  const wanted = Object.entries(ports).filter(
    ([, port], index, all) => all.findIndex(([, p]) => p === port) === index,
  );
  const taken = await Promise.all(
    wanted.map(async ([name, port]) => ((await isTaken(port)) ? { name, port } : null)),
  );
  const sentences = await Promise.all(taken.filter((each) => each !== null).map(describe));
  if (sentences.length === 0) return;
  throw new PortsInUseError(
    `${sentences.join("\n")}\n\nEnd that first, or start beside it with another --port-offset, e.g. npm start -- --port-offset 100`,
  );
}

async function describe({ name, port }: { name: string; port: number }): Promise<string> {
  const owner = await findPortOwner(port);
  return `Port ${port} (${name}) is in use${owner ? ` by process ${owner.pid}: ${owner.command}` : ""}`;
}

async function isTaken(port: number): Promise<boolean> {
  const answers = await Promise.all(["127.0.0.1", "::1"].map((host) => accepts(host, port)));
  return answers.includes(true);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
    socket.once("timeout", () => answer(false));
  });
}
