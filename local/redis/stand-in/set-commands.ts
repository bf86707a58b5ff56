import type { CommandContext, CommandTable } from "./command.ts";
import type { Reply } from "./reply.ts";

export const setCommands: CommandTable = {
  sadd: { arity: -3, run: sadd },
  srem: { arity: -3, run: srem },
  smembers: { arity: 2, run: ({ db }, key: string) => ({ set: [...(db.read(key, "set") ?? [])] }) },
  sismember: {
    arity: 3,
    run: ({ db }, key: string, member: string) => (db.read(key, "set")?.has(member) ? 1 : 0),
  },
  scard: { arity: 2, run: ({ db }, key: string) => db.read(key, "set")?.size ?? 0 },
};

function sadd({ db }: CommandContext, key: string, ...members: string[]): Reply {
  const existing = db.read(key, "set");
  const value = existing ?? new Set<string>();
  const before = value.size;
  for (const member of members) value.add(member);
  if (!existing) db.write(key, { type: "set", value });
  else if (value.size > before) db.changed(key);
  return value.size - before;
}

function srem({ db }: CommandContext, key: string, ...members: string[]): Reply {
  const set = db.read(key, "set");
  if (!set) return 0;
  const removed = members.filter((member) => set.delete(member)).length;
  if (removed > 0) db.changedInPlace(key);
  return removed;
}
