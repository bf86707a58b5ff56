import { type FoundCommand, findCommand } from "./find-command.ts";
import { RedisError, type Reply } from "./reply.ts";
import type { ServerState } from "./server-state.ts";
import type { Session } from "./session.ts";

const allowedForSubscribers = /^(ping|quit|reset|p?(un)?subscribe)$/;

/** Answers what a client sent: runs it, or queues it inside MULTI. Errors become error replies. */
export function answerRequest(server: ServerState, session: Session, request: string[]): Reply {
  server.now = Date.now();
  return toReply(() => {
    const { command, args } = admitCommand(server, session, request);
    if (session.transaction && !command.neverQueued) {
      session.transaction.queued.push(request);
      return { status: "QUEUED" };
    }
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

/** Finds the command and checks that it may run; a refusal inside MULTI spoils the transaction. */
function admitCommand(server: ServerState, session: Session, request: string[]): FoundCommand {
  try {
    const found = findCommand(server.commands, request);
    refuseForSubscriber(session, found.name);
    return found;
  } catch (error) {
    if (session.transaction) session.transaction.refused = true;
    if (request[0]!.toLowerCase() !== "exec" || !(error instanceof RedisError)) throw error;
    session.transaction = undefined;
    session.unwatchAll();
    throw new RedisError(`EXECABORT Transaction discarded because of: ${error.message.replace(/^ERR /, "")}`);
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
