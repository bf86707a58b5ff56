import type { Command, CommandTable } from "./command.ts";
import { RedisError, wrongArity } from "./reply.ts";

export interface FoundCommand {
  command: Command;
  /** Lower case, with its subcommand as in "client|id". */
  name: string;
  args: string[];
}

/** Looks a request up and checks its arity; throws Redis's own errors. */
export function findCommand(commands: CommandTable, request: string[]): FoundCommand {
  const [word, ...args] = request as [string, ...string[]];
  const name = word.toLowerCase();
  const subcommand = `${name}|${(args[0] ?? "").toLowerCase()}`;
  const command = find(commands, name) ?? find(commands, subcommand);
  if (!command)
    throw hasSubcommands(commands, name) ? unknownSubcommand(name, args) : unknownCommand(word, args);
  const fullName = find(commands, name) ? name : subcommand;
  const { arity } = command;
  if (arity >= 0 ? request.length !== arity : request.length < -arity) throw wrongArity(fullName);
  return { command, name: fullName, args: fullName === name ? args : args.slice(1) };
}

// Not commands[name]: "constructor" is no command.
const find = (commands: CommandTable, name: string) =>
  Object.hasOwn(commands, name) ? commands[name] : undefined;

const hasSubcommands = (commands: CommandTable, name: string) =>
  Object.keys(commands).some((key) => key.startsWith(`${name}|`));

function unknownSubcommand(name: string, args: string[]): RedisError {
  if (args.length === 0) return wrongArity(name);
  return new RedisError(
    `ERR unknown subcommand '${args[0]!.slice(0, 128)}'. Try ${name.toUpperCase()} HELP.`,
  );
}

function unknownCommand(word: string, args: string[]): RedisError {
  let shown = "";
  for (const arg of args) {
    if (shown.length >= 128) break;
    shown += `'${arg.slice(0, 128 - shown.length)}' `;
  }
  return new RedisError(`ERR unknown command '${word.slice(0, 128)}', with args beginning with: ${shown}`);
}
