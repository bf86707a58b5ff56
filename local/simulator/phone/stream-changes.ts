import type { ServerResponse } from "node:http";
import type { Simulator } from "../simulator.ts";
import type { WorldChange } from "../world.ts";
import type { Phone } from "./phone.ts";

/** How often the page hears of the webhooks, in ms; it keeps the connection alive, too. */
const PULSE = 1_000;
/** A page that reads nothing is cut off at this, in bytes; it comes back by itself. */
const MOST_UNREAD = 8 * 1024 * 1024;

/** Streams all that phones show. While it lasts, the chat that is named counts as looked at. */
export function streamChanges(
  simulator: Simulator,
  phone: Phone,
  response: ServerResponse,
  account: string,
  customer: string,
): void {
  const close = account && customer ? phone.chat(customer, account).open() : () => {};
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const send = ({ event, data }: WorldChange | { event: "webhooks"; data: unknown }) => {
    if (response.writableLength > MOST_UNREAD) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const { world, chaos, poster } = simulator;
  const sendChaos = (data: unknown) => send({ event: "chaos", data });
  const pulse = setInterval(
    () => send({ event: "webhooks", data: { ...poster.counts, pending: poster.pending } }),
    PULSE,
  );
  world.on("change", send);
  chaos.on("change", sendChaos);
  response.on("close", () => {
    close();
    clearInterval(pulse);
    world.off("change", send);
    chaos.off("change", sendChaos);
  });
  response.write(": hello\n\n");
}
