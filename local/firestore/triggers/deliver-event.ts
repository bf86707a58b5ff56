import { Agent, request } from "node:http";
import type { DeliveryResult } from "./delivery-queue.ts";
import { type DocumentEvent, toBackgroundEvent, toCloudEvent } from "./document-event.ts";
import type { Trigger } from "./trigger.ts";

/** The functions emulator answers nothing at all when a worker doesn't start; event functions may run 9 minutes. */
const ANSWER_TIMEOUT_MS = 10 * 60 * 1000;

/** One address of a functions emulator, with the connections kept open to it. */
export class FunctionsEmulator {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #host: string;
  readonly #port: number;

  /** Takes `host:port`; throws a `RangeError` for anything else. */
  constructor(address: string) {
    const parts = /^(?:https?:\/\/)?(\[[^\]]+\]|[^:/]+):(\d{1,5})\/?$/.exec(address);
    const port = Number(parts?.[2]);
    if (!parts || port < 1 || port > 65_535) {
      throw new RangeError(`the functions emulator's address must be host:port, not "${address}"`);
    }
    this.#host = parts[1]!.replace(/^\[|\]$/g, "");
    this.#port = port;
  }

  /**
   * Hands the event to the trigger's function. Done: it acknowledged. A function that failed gets it again only
   * if it asked for retries; a functions emulator that can't be reached always does, as nobody saw the event.
   */
  async deliver(trigger: Trigger, event: DocumentEvent, signal: AbortSignal): Promise<DeliveryResult> {
    const status = await this.#post(trigger, event, signal);
    if (status === null) return "again";
    if (status >= 200 && status < 300) return "done";
    return trigger.retry ? "again" : "drop";
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Returns the answer's HTTP status, or null if there was none. */
  #post(trigger: Trigger, event: DocumentEvent, signal: AbortSignal): Promise<number | null> {
    const { contentType, body } = encodeEvent(trigger, event);
    return new Promise((resolve) => {
      const outgoing = request(
        {
          host: this.#host,
          port: this.#port,
          method: "POST",
          path: `/functions/projects/${trigger.project}/triggers/${encodeURIComponent(trigger.id)}`,
          headers: { "content-type": contentType, "content-length": Buffer.byteLength(body) },
          agent: this.#agent,
          signal,
          timeout: ANSWER_TIMEOUT_MS,
        },
        (answer) => {
          answer.resume();
          answer.once("close", () => resolve(answer.complete ? answer.statusCode! : null));
        },
      );
      outgoing.once("timeout", () => outgoing.destroy());
      outgoing.on("error", () => resolve(null));
      outgoing.end(body);
    });
  }
}

function encodeEvent(trigger: Trigger, event: DocumentEvent): { contentType: string; body: string } {
  if (trigger.form === "background-event") {
    return { contentType: "application/json", body: JSON.stringify(toBackgroundEvent(trigger, event)) };
  }
  return {
    contentType: "application/cloudevents+json; charset=UTF-8",
    body: JSON.stringify(toCloudEvent(trigger, event)),
  };
}
