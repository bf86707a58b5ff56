import type { Database } from "../database.ts";
import type { StreamSession } from "../grpc-service.ts";
import { Listener, TARGET_CHANGE } from "../listen.ts";
import { checkDatabase } from "../resource-name.ts";
import { invalidArgument, StatusError } from "../status-error.ts";
import { type ListenTarget, watchTarget } from "../watch-target.ts";

export type ListenRequest = { database?: string; addTarget?: ListenTarget; removeTarget?: number };

/** A stream on which a client adds and removes targets and hears of their changes. */
export function openListenStream(database: Database, send: (response: object) => void): StreamSession {
  const listener = new Listener(database.store, send);
  return {
    receive({ database: name, addTarget, removeTarget }: ListenRequest) {
      checkDatabase(name);
      if (addTarget) add(database, listener, addTarget, send);
      else if (removeTarget) listener.remove(removeTarget);
      else throw invalidArgument("A listen request adds or removes a target.");
    },
    close: () => listener.close(),
  };
}

/** A target that can't be watched ends by itself; the stream's others go on. */
function add(
  database: Database,
  listener: Listener,
  target: ListenTarget,
  send: (response: object) => void,
): void {
  const { targetId = 0 } = target;
  try {
    listener.add(targetId, watchTarget(target, database), target);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const cause = { code: error.code, message: error.details };
    send({ targetChange: { targetChangeType: TARGET_CHANGE.REMOVE, targetIds: [targetId], cause } });
  }
}
