import { get } from "node:http";
import { emulatorToken } from "../../sse-gateway/testing/start-test-gateway.ts";
import type { GatewaySwitch } from "./gateway-switch.ts";
import { trueTime } from "./shift-clock.ts";

/** That many clients come at once, ask for what came after `lastEventId`, and are gone with the first bytes. */
export async function visitInStorm(
  { port, counts }: GatewaySwitch,
  visitors: number,
  lastEventId: string | null,
): Promise<void> {
  const visit = (i: number) =>
    new Promise<void>((resolve) => {
      const Authorization = `Bearer ${newToken(`stranger-${i}`)}`;
      const headers = { Authorization, ...(lastEventId && { "Last-Event-ID": lastEventId }) };
      const request = get({ host: "127.0.0.1", port, path: "/api/live-chat/events", headers, agent: false });
      const leave = () => {
        request.destroy();
        resolve();
      };
      request.on("error", leave).on("close", leave);
      request.on("response", (response) => response.once("data", leave).once("end", leave));
    });
  await Promise.all(Array.from({ length: visitors }, (_, i) => visit(i)));
  const name = "visits of strangers";
  counts.set(name, (counts.get(name) ?? 0) + visitors);
}

/** By the true clock, whatever this process believes just now. */
export function newToken(agent: string, seconds = 3_600): string {
  const now = Math.floor(trueTime() / 1000);
  return emulatorToken({ sub: agent, iat: now, exp: now + seconds });
}
