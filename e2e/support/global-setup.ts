import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type Stack, startStack } from "../../local/start-stack.ts";
import { findChromium } from "../../local/testing/find-chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    stack: { urls: Stack["urls"]; projectId: string; env: Stack["env"]; control: string };
  }
}

/** One whole stack for all e2e tests, which each bring customers of their own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (!findChromium()) return async () => {};
  const stack = await startStack({ log: (line) => line.includes("rror") && console.error(line) });
  const control = await serveControl(stack);
  project.provide("stack", {
    urls: stack.urls,
    projectId: stack.projectId,
    env: stack.env,
    control: control.url,
  });
  return async () => {
    control.stop();
    await stack.stop();
  };
}

/** Tests run in processes of their own: they ask for a broken gateway by HTTP. */
async function serveControl({ gateway }: Stack): Promise<{ url: string; stop(): void }> {
  const orders: Record<string, () => Promise<void>> = {
    "/gateway/kill": gateway.kill,
    "/gateway/start": gateway.start,
    "/gateway/restart": gateway.restart,
  };
  const server = createServer(async (request, response) => {
    const order = orders[request.url ?? ""];
    const done = order
      ? await order()
          .then(() => true)
          .catch(() => false)
      : false;
    response.writeHead(done ? 204 : 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.close(),
  };
}
