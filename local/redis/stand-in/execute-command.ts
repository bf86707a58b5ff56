import { type FoundCommand, findCommand } from "./find-command.ts";
import { RedisError, type Reply } from "./reply.ts";
import type { ServerState } from "./server-state.ts";
import type { Session } from "./session.ts";

const allowedForSubscribers = /^(ping|quit|reset|p?(un)?subscribe)$/;

/** Answers what a client sent: runs it, or queues it inside MULTI. Errors become error replies. */
export function answerRequest(server: ServerState, session: Session, request: string[]): Reply {
  server.now = Date.now();
  return toReply(() => {
    const { command, name, args } = admitCommand(server, session, request);
    const { transaction } = session;
    if (transaction && !command.neverQueued) {
      transaction.queued.push(request);
      return { status: "QUEUED" };
    }
    refuseForSubscriber(session, name);
    return command.run({ server, session, db: server.databases[session.database]! }, ...args);
  });
}

/** Runs a command at once, as EXEC does. Errors become error replies. */
export function executeCommand(server: ServerState, session: Session, request: string[]): Reply {
  return toReply(() => {
    const { command, args } = findCommand(server.commands, request);
    return command.run({ server, session, db: server.databases[session.database]! }, ...args);
  });
}

/** Finds the command and checks its arity; a refusal inside MULTI spoils the transaction. */
function admitCommand(server: ServerState, session: Session, request: string[]): FoundCommand {
  try {
    return findCommand(server.commands, request);
  } catch (error) {
    if (session.transaction) session.transaction.refused = true;
    throw error;
  }
}

/** In RESP2 a subscriber's connection is for messages only; RESP3 tells them from replies. */
function refuseForSubscriber(session: Session, name: string): void {
  if (session.protocol === 3 || session.subscriptions === 0 || allowedForSubscribers.test(name)) return;
  throw new RedisError(
    `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
  );
}

function toReply(run: () => Reply): Reply {
  try {
    return run();
  } catch (error) {
    if (error instanceof RedisError) return { error: error.message };
    // Too many arguments to spread, or a fault of our own: this client hears of it, the others go on.
    return { error: `ERR the Redis stand-in failed: ${error instanceof Error ? error.message : error}` };
  }
}
