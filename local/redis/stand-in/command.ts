import type { Database } from "./database.ts";
import type { Reply } from "./reply.ts";
import type { ServerState } from "./server-state.ts";
import type { Session } from "./session.ts";

export interface CommandContext {
  server: ServerState;
  session: Session;
  /** The database the session has selected. */
  db: Database;
}

export interface Command {
  /** As in Redis's documentation: the number of words, with the command's own; negative: at least. */
  arity: number;
  /** Executes at once and as a whole. Gets the words after the command's own; throws RedisError. */
  run(context: CommandContext, ...args: string[]): Reply;
  /** Runs even inside MULTI instead of being queued. */
  neverQueued?: boolean;
  /** Refused inside Lua scripts. */
  notInScripts?: boolean;
}

/** Commands by lower-case name; those with subcommands are named "client|id". */
export type CommandTable = Record<string, Command>;
