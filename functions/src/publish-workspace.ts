import type { WorkspacePart } from "@live-chat/contract/event.ts";
import { appendEvents } from "@live-chat/core/event-log.ts";
import type { TriggerDependencies } from "./dependencies.ts";
import { retryBriefly } from "./retry-briefly.ts";

/** Tells dashboards that a part of the workspace changed. Throws when Redis fails for about two seconds. */
export async function publishWorkspace(
  { redis }: Pick<TriggerDependencies, "redis">,
  part: WorkspacePart,
): Promise<void> {
  const data = { parts: [part] };
  await retryBriefly(redis, () => appendEvents(redis, [{ event: "workspace_updated", data }]));
}
