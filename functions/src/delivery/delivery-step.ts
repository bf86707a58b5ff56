import type { Firestore } from "firebase-admin/firestore";
import type { OutboundChannels } from "../channels/channel.ts";
import type { SentAs } from "../messages/attempt.ts";
import type { TaskQueue } from "../task-queue.ts";

/** What the task queue is asked to do later: go on with a conversation's queue, or look whether a send is settled. */
export type DeliveryStep =
  | { do: "drain"; conversation_id: string; due: number }
  | ({ do: "settle"; due: number } & SentAs);

/** How long a send whose answer is unknown waits for a status before an agent is asked. In ms. */
export const CONFIRM_WITHIN = 60_000;

/** What delivering works with; `now` in ms. */
export type DeliveryDependencies = {
  db: Firestore;
  channels: OutboundChannels;
  tasks: TaskQueue<DeliveryStep>;
  now: () => number;
  /** ms; CONFIRM_WITHIN but for tests that would wait. */
  confirmWithin: number;
};

/** Has a step done when it is due, in ms. Asking again changes nothing. Throws what the queue throws. */
export async function doLater(
  { tasks, now }: Pick<DeliveryDependencies, "tasks" | "now">,
  step: DeliveryStep,
) {
  const id = step.do === "drain" ? step.conversation_id : `${step.message_id}-${whichOf(step)}`;
  const delay = Math.max(0, Math.ceil((step.due - now()) / 1000));
  await tasks.add(step, { name: `${step.do}-${id}-${step.due}`, delay });
}

const whichOf = (sent: SentAs) => ("reaction" in sent ? `r${sent.reaction}` : sent.attempt);
