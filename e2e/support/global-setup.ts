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

/** What users wait for a minute for, tests needn't: the unconfirmed send, the agent who was shut out. */
const IMPATIENT = { CONFIRM_SECONDS: "5", AGENT_RECORD_SECONDS: "3" };

/** One whole stack for all e2e tests, which each bring customers of their own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (!findChromium()) return async () => {};
  Object.assign(process.env, IMPATIENT);
  const stack = await startStack({ log: tellErrors });
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

/** A delivery that waits for another one's end throws, so that its trigger comes again. */
function tellErrors(line: string): void {
  if (line.includes("rror") && !line.includes("LeaseHeldError")) console.error(line);
}

/** Tests run in processes of their own: they ask for a broken gateway or WhatsApp by HTTP. */
async function serveControl({ gateway, simulator }: Stack): Promise<{ url: string; stop(): void }> {
  const orders: Record<string, () => Promise<void>> = {
    "/gateway/kill": gateway.kill,
    "/gateway/start": gateway.start,
    "/gateway/restart": gateway.restart,
    "/simulator/down": simulator.goDown,
    "/simulator/back": simulator.comeBack,
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
