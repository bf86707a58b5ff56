import type { CommandContext, CommandTable } from "./command.ts";
import { executeCommand } from "./execute-command.ts";
import { nullArray, ok, RedisError, type Reply } from "./reply.ts";

export const transactionCommands: CommandTable = {
  multi: { arity: 1, neverQueued: true, notInScripts: true, run: multi },
  exec: { arity: 1, neverQueued: true, notInScripts: true, run: exec },
  discard: {
    arity: 1,
    neverQueued: true,
    notInScripts: true,
    run: ({ session }) => {
      if (!session.transaction) throw new RedisError("ERR DISCARD without MULTI");
      session.transaction = undefined;
      session.unwatchAll();
      return ok;
    },
  },
  watch: {
    arity: -2,
    neverQueued: true,
    notInScripts: true,
    run: ({ session, db }, ...keys) => {
      if (session.transaction) throw new RedisError("ERR WATCH inside MULTI is not allowed");
      for (const key of keys) session.watch(db, key);
      return ok;
    },
  },
  unwatch: {
    arity: 1,
    notInScripts: true,
    run: ({ session }) => {
      session.unwatchAll();
      return ok;
    },
  },
};

function multi({ session }: CommandContext): Reply {
  if (session.transaction) throw new RedisError("ERR MULTI calls can not be nested");
  session.transaction = { queued: [], refused: false };
  return ok;
}

function exec({ server, session }: CommandContext): Reply {
  const { transaction } = session;
  if (!transaction) throw new RedisError("ERR EXEC without MULTI");
  const changed = session.sawChange();
  session.transaction = undefined;
  session.unwatchAll();
  if (transaction.refused) {
    throw new RedisError("EXECABORT Transaction discarded because of previous errors.");
  }
  if (changed) return nullArray;
  return transaction.queued.map((request) => executeCommand(server, session, request));
}
