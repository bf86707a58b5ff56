import { createHash } from "node:crypto";
import type { CommandContext, CommandTable } from "./command.ts";
import { executeCommand } from "./execute-command.ts";
import { findCommand } from "./find-command.ts";
import { parseInteger } from "./parse-arguments.ts";
import { ok, RedisError, type Reply, syntaxError } from "./reply.ts";
import { Session } from "./session.ts";

export const scriptCommands: CommandTable = {
  eval: {
    arity: -3,
    notInScripts: true,
    run: (context, source: string, keyCount: string, ...words) => {
      const args = splitKeys(keyCount, words);
      return runScript(context, loadScript(context, source), args);
    },
  },
  evalsha: {
    arity: -3,
    notInScripts: true,
    run: (context, sha: string, keyCount: string, ...words) =>
      runScript(context, sha.toLowerCase(), splitKeys(keyCount, words)),
  },
  "script|load": { arity: 3, notInScripts: true, run: loadScript },
  "script|exists": {
    arity: -3,
    notInScripts: true,
    run: ({ server }, ...shas) => shas.map((sha) => (server.scripts.has(sha.toLowerCase()) ? 1 : 0)),
  },
  "script|flush": { arity: -2, notInScripts: true, run: flushScripts },
};

/** Compiles a script unless it is known, and returns its SHA-1. */
function loadScript({ server }: CommandContext, source: string): string {
  const sha = createHash("sha1").update(source, "latin1").digest("hex");
  if (!server.scripts.has(sha)) server.scripts.set(sha, server.lua.compile(source));
  return sha;
}

function runScript(
  { server, session }: CommandContext,
  sha: string,
  { keys, args }: { keys: string[]; args: string[] },
): Reply {
  const script = server.scripts.get(sha);
  if (script === undefined) throw new RedisError("NOSCRIPT No matching script. Please use EVAL.");
  // A script speaks RESP2 and may SELECT a database without moving its caller.
  const scriptSession = new Session(0, "script", () => {});
  scriptSession.database = session.database;
  const call = (request: string[]): Reply => {
    const refusal = refuseInScript(server.commands, request);
    return refusal ? { error: refusal } : executeCommand(server, scriptSession, request);
  };
  return server.lua.run(script, { sha, keys, args, call });
}

function refuseInScript(commands: CommandTable, request: string[]): string | undefined {
  try {
    const { command } = findCommand(commands, request);
    return command.notInScripts ? "ERR This Redis command is not allowed from script" : undefined;
  } catch (error) {
    const unknown = error instanceof RedisError && error.message.startsWith("ERR unknown");
    return unknown
      ? "ERR Unknown Redis command called from script"
      : "ERR Wrong number of args calling Redis command from script";
  }
}

function splitKeys(keyCount: string, words: string[]) {
  const count = parseInteger(keyCount);
  if (count > words.length) throw new RedisError("ERR Number of keys can't be greater than number of args");
  if (count < 0) throw new RedisError("ERR Number of keys can't be negative");
  return { keys: words.slice(0, count), args: words.slice(count) };
}

function flushScripts({ server }: CommandContext, ...words: string[]): Reply {
  if (words.length > 1 || (words[0] !== undefined && !/^a?sync$/i.test(words[0]))) {
    throw words.length > 1
      ? syntaxError()
      : new RedisError("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
  }
  for (const script of server.scripts.values()) server.lua.forget(script);
  server.scripts.clear();
  return ok;
}
