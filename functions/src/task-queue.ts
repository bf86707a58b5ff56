import type { Functions } from "firebase-admin/functions";

/** Has a function called later, once, and again until it succeeds. A task with a known name is queued already. */
export type TaskQueue<Task> = {
  add(task: Task, options: { name: string; delay?: number }): Promise<void>;
};

/** The queue of the function `name`; `delay` in seconds. Names are letters, digits, `-` and `_`. */
export function taskQueue<Task extends Record<string, unknown>>(
  functions: Functions,
  name: string,
): TaskQueue<Task> {
  const queue = functions.taskQueue<Task>(name);
  return {
    async add(task, { name: id, delay = 0 }) {
      try {
        await queue.enqueue(task, { id, ...(delay > 0 ? { scheduleDelaySeconds: Math.round(delay) } : {}) });
      } catch (error) {
        if (!isKnown(error)) throw error;
      }
    },
  };
}

const isKnown = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "functions/task-already-exists";
