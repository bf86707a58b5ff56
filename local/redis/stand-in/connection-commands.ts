import type { CommandContext, CommandTable } from "./command.ts";
import { helloReply, parseHello } from "./hello.ts";
import { parseInteger } from "./parse-arguments.ts";
import { ok, RedisError, type Reply, syntaxError, wrongArity } from "./reply.ts";
import type { Session } from "./session.ts";

export const connectionCommands: CommandTable = {
  ping: { arity: -1, run: ping },
  echo: { arity: 2, run: (_, message: string) => message },
  hello: { arity: -1, notInScripts: true, run: hello },
  auth: { arity: -2, notInScripts: true, run: auth },
  select: { arity: 2, run: select },
  quit: { arity: -1, neverQueued: true, notInScripts: true, run: quit },
  reset: { arity: 1, neverQueued: true, notInScripts: true, run: reset },
  "client|id": { arity: 2, notInScripts: true, run: ({ session }) => session.id },
  "client|getname": { arity: 2, notInScripts: true, run: ({ session }) => session.name || null },
  "client|setname": {
    arity: 3,
    notInScripts: true,
    run: ({ session }, name: string) => setName(session, name),
  },
  // ioredis tells its own name and version by this; Redis only shows them in CLIENT LIST.
  "client|setinfo": { arity: 4, notInScripts: true, run: () => ok },
  "client|list": {
    arity: -2,
    notInScripts: true,
    run: ({ server }) => ({ verbatim: [...server.sessions.values()].map(describeSession).join("") }),
  },
};

function ping({ session }: CommandContext, ...words: string[]): Reply {
  if (words.length > 1) throw wrongArity("ping");
  const subscriber = session.protocol === 2 && session.subscriptions > 0;
  if (subscriber) return ["pong", words[0] ?? ""];
  return words[0] ?? { status: "PONG" };
}

function hello({ session, server }: CommandContext, ...words: string[]): Reply {
  const wish = parseHello(words, session.protocol);
  if (wish.auth) checkPassword(wish.auth);
  if (wish.name !== undefined) setName(session, wish.name);
  session.protocol = wish.protocol;
  return helloReply(session.id, session.protocol, server.version);
}

function auth(_: CommandContext, ...words: string[]): Reply {
  if (words.length > 2) throw syntaxError();
  const [user, password] = words;
  if (password === undefined) {
    throw new RedisError(
      "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
    );
  }
  checkPassword({ user: user! });
  return ok;
}

/** There is one user, and any password is good. */
function checkPassword({ user }: { user: string }): void {
  if (user !== "default")
    throw new RedisError("WRONGPASS invalid username-password pair or user is disabled.");
}

function setName(session: Session, name: string): Reply {
  if (!/^[!-~]*$/.test(name)) {
    throw new RedisError("ERR Client names cannot contain spaces, newlines or special characters.");
  }
  session.name = name;
  return ok;
}

function select({ session, server }: CommandContext, index: string): Reply {
  const database = parseInteger(index);
  if (!server.databases[database]) throw new RedisError("ERR DB index is out of range");
  session.database = database;
  return ok;
}

function quit({ session }: CommandContext): Reply {
  session.closing = true;
  return ok;
}

function reset({ session, server }: CommandContext): Reply {
  session.transaction = undefined;
  session.unwatchAll();
  server.pubSub.unsubscribeAll(session);
  session.protocol = 2;
  session.database = 0;
  session.name = "";
  return { status: "RESET" };
}

function describeSession(session: Session): string {
  const { id, address, name, database, channels, patterns, transaction, protocol } = session;
  const queued = transaction ? transaction.queued.length : -1;
  return `id=${id} addr=${address} name=${name} flags=N db=${database} sub=${channels.size} psub=${patterns.size} multi=${queued} user=default resp=${protocol}\n`;
}
