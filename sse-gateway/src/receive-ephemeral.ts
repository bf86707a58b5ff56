import { parseEphemeral } from "@live-chat/core/ephemeral.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Redis } from "ioredis";
import { type Chunk, frameEvent, toChunk } from "./frame.ts";

/**
 * Hears who types and who is where, and hands it on, framed without an id: it stands in no log, so nobody resumes
 * after it. What is said while the connection is away is lost, and said again within seconds.
 */
export function receiveEphemeral(options: { subscriber: Redis; broadcast(chunk: Chunk): void }): {
  stop(): void;
} {
  const { subscriber, broadcast } = options;
  const hear = (channel: string, told: string) => {
    if (channel !== redisKeys.ephemeral) return;
    const event = parseEphemeral(told);
    if (event) broadcast(toChunk([frameEvent(event.event, event.data)]));
  };
  subscriber.on("message", hear);
  subscriber.subscribe(redisKeys.ephemeral).catch(() => {});
  return { stop: () => void subscriber.off("message", hear) };
}
