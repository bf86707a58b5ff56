import { randomUUID } from "node:crypto";
import type { HttpRoute } from "../http-routes.ts";
import type { DocumentChange, DocumentStore } from "../store.ts";
import { Chaos } from "./chaos.ts";
import { FunctionsEmulator } from "./deliver-event.ts";
import { type DeliveryPolicy, DeliveryQueue, type DeliveryResult, LOCAL_POLICY } from "./delivery-queue.ts";
import { type DocumentEvent, toCloudEvent } from "./document-event.ts";
import { isTriggeredBy, parseEventarcTrigger, type Trigger } from "./trigger.ts";
import { triggerRoutes } from "./trigger-routes.ts";

export interface TriggersOptions {
  store: Pick<DocumentStore, "onCommit">;
  /** `host:port`; events wait until it is known. */
  functionsEmulator?: string;
  /** Delivers everything twice and out of order, the same way for the same seed. */
  chaosSeed?: number;
  policy?: DeliveryPolicy;
  log?: (line: string) => void;
}

/** A function within this process, in place of one behind the functions emulator; it fails by throwing. */
export type EventListener = (event: ReturnType<typeof toCloudEvent>) => unknown;

/** One trigger with its events on the way. */
interface Lane {
  trigger: Trigger;
  queue: DeliveryQueue<DocumentEvent>;
  chaos: Chaos<DocumentEvent> | undefined;
  failing: boolean;
}

type Deliver = (trigger: Trigger, event: DocumentEvent, signal: AbortSignal) => Promise<DeliveryResult>;

/** Watches a store's commits and tells functions of them: at least once, without ever holding up the write. */
export class Triggers {
  /** Where the functions emulator registers its functions. */
  readonly routes: HttpRoute[];
  readonly #lanes = new Map<string, Lane>();
  readonly #options: TriggersOptions;
  readonly #stopListening: () => void;
  #functionsEmulator: FunctionsEmulator | undefined;

  constructor(options: TriggersOptions) {
    this.#options = options;
    this.routes = triggerRoutes(this);
    this.setFunctionsEmulator(options.functionsEmulator);
    this.#stopListening = options.store.onCommit((changes) => this.#publish(changes));
  }

  /** Takes `host:port` of the functions emulator; what waits for it is delivered at once. */
  setFunctionsEmulator(address: string | undefined): void {
    this.#functionsEmulator?.close();
    this.#functionsEmulator = address ? new FunctionsEmulator(address) : undefined;
    for (const lane of this.#lanes.values()) lane.queue.retryNow();
  }

  /** Sends the trigger's events to the functions emulator. The same id again replaces the trigger. */
  register(trigger: Trigger): void {
    this.#open(trigger, async (registered, event, signal) => {
      return (await this.#functionsEmulator?.deliver(registered, event, signal)) ?? "again";
    });
  }

  /** Forgets a trigger and its events on the way; returns whether there was one. */
  remove(project: string, id: string): boolean {
    const lane = this.#lanes.get(`${project}/${id}`);
    lane?.chaos?.stop();
    lane?.queue.stop();
    return this.#lanes.delete(`${project}/${id}`);
  }

  /**
   * Calls `listener` for events of `kind` ("created", "updated", "deleted" or "written") on documents that fit
   * the pattern; for tests. Returns a function that stops it.
   */
  listen(project: string, kind: Trigger["kind"], pattern: string, listener: EventListener): () => void {
    const id = `in-process-${randomUUID()}`;
    const trigger = parseEventarcTrigger(project, id, {
      eventType: `google.cloud.firestore.document.v1.${kind}`,
      document: { value: pattern, matchType: "PATH_PATTERN" },
    });
    this.#open(trigger, async (_, event) => {
      await listener(toCloudEvent(trigger, event));
      return "done";
    });
    return () => this.remove(project, id);
  }

  /** Resolves when no event is on its way any more, nor any that those caused. */
  async idle(): Promise<void> {
    for (let busy = this.#busyLanes(); busy.length > 0; busy = this.#busyLanes()) {
      await Promise.all(busy.map((lane) => lane.queue.idle()));
    }
  }

  /** Ends deliveries under way and forgets the rest. */
  async stop(): Promise<void> {
    this.#stopListening();
    for (const { trigger } of [...this.#lanes.values()]) this.remove(trigger.project, trigger.id);
    this.#functionsEmulator?.close();
  }

  #open(trigger: Trigger, deliver: Deliver): void {
    const key = `${trigger.project}/${trigger.id}`;
    const known = this.#lanes.get(key);
    if (known) {
      known.trigger = trigger;
      return;
    }
    const { chaosSeed, policy = LOCAL_POLICY } = this.#options;
    const concurrency = chaosSeed === undefined ? policy.concurrency : 1;
    const queue = new DeliveryQueue<DocumentEvent>(
      (event, signal) => this.#deliver(lane, deliver, event, signal),
      { ...policy, concurrency },
    );
    const chaos =
      chaosSeed === undefined ? undefined : new Chaos<DocumentEvent>(chaosSeed, (event) => queue.add(event));
    const lane: Lane = { trigger, queue, chaos, failing: false };
    this.#lanes.set(key, lane);
  }

  async #deliver(lane: Lane, deliver: Deliver, event: DocumentEvent, signal: AbortSignal) {
    const result = await deliver(lane.trigger, event, signal).catch((): DeliveryResult => "again");
    const failing = result !== "done" && !signal.aborted;
    if (failing !== lane.failing) this.#log(lane.trigger, failing, result);
    lane.failing = failing;
    return result;
  }

  /** Names the function only: events carry what customers wrote. */
  #log({ id }: Trigger, failing: boolean, result: DeliveryResult): void {
    const then = result === "drop" ? "the event is dropped" : "its events are tried again";
    this.#options.log?.(failing ? `trigger ${id} fails; ${then}` : `trigger ${id} works again`);
  }

  #publish(changes: DocumentChange[]): void {
    for (const change of changes) {
      for (const { trigger, chaos, queue } of this.#lanes.values()) {
        if (isTriggeredBy(trigger, change)) (chaos ?? queue).add({ id: randomUUID(), change });
      }
    }
  }

  #busyLanes(): Lane[] {
    for (const { chaos } of this.#lanes.values()) chaos?.flush();
    return [...this.#lanes.values()].filter(({ queue }) => !queue.isIdle);
  }
}
