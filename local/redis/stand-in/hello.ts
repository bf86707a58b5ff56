import { type Protocol, RedisError, type Reply } from "./reply.ts";

interface HelloWish {
  protocol: Protocol;
  auth?: { user: string };
  name?: string;
}

/** Parses HELLO [2|3 [AUTH user password] [SETNAME name]]. */
export function parseHello(words: string[], current: Protocol): HelloWish {
  const wish: HelloWish = { protocol: words.length > 0 ? parseProtocol(words[0]!) : current };
  for (let index = 1; index < words.length; index++) {
    const option = words[index]!.toUpperCase();
    if (option === "AUTH" && index + 2 < words.length) {
      wish.auth = { user: words[index + 1]! };
      index += 2;
    } else if (option === "SETNAME" && index + 1 < words.length) {
      wish.name = words[index + 1]!;
      index += 1;
    } else {
      throw new RedisError(`ERR Syntax error in HELLO option '${words[index]}'`);
    }
  }
  return wish;
}

function parseProtocol(text: string): Protocol {
  if (!/^-?\d+$/.test(text)) throw new RedisError("ERR Protocol version is not an integer or out of range");
  if (text !== "2" && text !== "3") throw new RedisError("NOPROTO unsupported protocol version");
  return text === "2" ? 2 : 3;
}

export function helloReply(sessionId: number, protocol: Protocol, version: string): Reply {
  return {
    map: [
      ["server", "redis"],
      ["version", version],
      ["proto", protocol],
      ["id", sessionId],
      ["mode", "standalone"],
      ["role", "master"],
      ["modules", []],
    ],
  };
}
