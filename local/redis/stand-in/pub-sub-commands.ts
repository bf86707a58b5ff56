import type { CommandContext, CommandTable } from "./command.ts";
import { compileGlob } from "./glob-pattern.ts";
import { RedisError, type Reply } from "./reply.ts";

export const pubSubCommands: CommandTable = {
  publish: {
    arity: 3,
    run: ({ server }, channel: string, message: string) => server.pubSub.publish(channel, message),
  },
  subscribe: {
    arity: -2,
    notInScripts: true,
    run: ({ server, session }, ...channels) =>
      confirmEach("subscribe", channels, session, (channel) => server.pubSub.subscribe(session, channel)),
  },
  psubscribe: {
    arity: -2,
    notInScripts: true,
    run: ({ server, session }, ...patterns) =>
      confirmEach("psubscribe", patterns, session, (pattern) =>
        server.pubSub.subscribePattern(session, pattern),
      ),
  },
  unsubscribe: {
    arity: -1,
    notInScripts: true,
    run: ({ server, session }, ...channels) =>
      confirmEach("unsubscribe", channels.length > 0 ? channels : [...session.channels], session, (channel) =>
        server.pubSub.unsubscribe(session, channel),
      ),
  },
  punsubscribe: {
    arity: -1,
    notInScripts: true,
    run: ({ server, session }, ...patterns) =>
      confirmEach(
        "punsubscribe",
        patterns.length > 0 ? patterns : [...session.patterns],
        session,
        (pattern) => server.pubSub.unsubscribePattern(session, pattern),
      ),
  },
  "pubsub|channels": {
    arity: -2,
    run: ({ server }, pattern = "*", ...others) => {
      if (others.length > 0) throw wrongSubcommand("CHANNELS");
      const matcher = compileGlob(pattern);
      return server.pubSub.channels().filter((channel) => matcher.test(channel));
    },
  },
  "pubsub|numsub": {
    arity: -2,
    run: ({ server }, ...channels) =>
      channels.flatMap((channel) => [channel, server.pubSub.subscriberCount(channel)]),
  },
  "pubsub|numpat": { arity: 2, run: ({ server }) => server.pubSub.patternCount },
};

/** One confirmation per name, with the count of subscriptions after it; for no name at all, one with null. */
function confirmEach(
  kind: string,
  names: string[],
  session: CommandContext["session"],
  change: (name: string) => void,
): Reply {
  if (names.length === 0) return { push: [kind, null, session.subscriptions] };
  const several = names.map((name): Reply => {
    change(name);
    return { push: [kind, name, session.subscriptions] };
  });
  return { several };
}

const wrongSubcommand = (name: string) =>
  new RedisError(`ERR unknown subcommand or wrong number of arguments for '${name}'. Try PUBSUB HELP.`);
