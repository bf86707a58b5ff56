import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { findPortOwner } from "./port-owner.ts";

const LISTEN = `require("node:net").createServer().listen(0, "127.0.0.1", function () {
  console.log(this.address().port);
})`;

it("names the process that listens on a port, and nobody once it is gone", async () => {
  const listener = spawn(process.execPath, ["-e", LISTEN], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void listener.kill());
  const [line] = await once(listener.stdout, "data");
  const port = Number(line);
  expect(await findPortOwner(port)).toEqual({
    pid: listener.pid,
    command: expect.stringContaining(process.execPath),
  });
  listener.kill();
  await once(listener, "exit");
  expect(await findPortOwner(port)).toBeNull();
});

it("tells who listens from who is only connected", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connect(port, "127.0.0.1");
  onTestFinished(() => void client.destroy());
  await once(client, "connect");
  expect((await findPortOwner(port))?.pid).toBe(process.pid);
  expect(await findPortOwner(client.localPort!)).toBeNull();
});
