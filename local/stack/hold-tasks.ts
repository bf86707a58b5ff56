import type { FirebaseTools, QueuedTask } from "./firebase-tools.ts";

/**
 * Lets tasks wait until they are due, as Cloud Tasks does. The emulator would dispatch them at once; refused as too
 * early, they would come back with growing pauses, long after their time. Its rule about names stays: one task each.
 */
export function holdTasksUntilDue({ TaskQueue }: Pick<FirebaseTools, "TaskQueue">): void {
  const { enqueue } = TaskQueue.prototype;
  TaskQueue.prototype.enqueue = function (task: QueuedTask): void {
    const wait = task.scheduleTime ? Date.parse(task.scheduleTime) - Date.now() : 0;
    if (wait <= 0 || this.queuedIds.has(task.name)) {
      enqueue.call(this, task);
      return;
    }
    this.queuedIds.add(task.name);
    const due = () => {
      this.queuedIds.delete(task.name);
      enqueue.call(this, task);
    };
    setTimeout(due, wait).unref();
  };
}
