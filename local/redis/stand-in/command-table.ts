import type { CommandTable } from "./command.ts";
import { connectionCommands } from "./connection-commands.ts";
import { hashCommands } from "./hash-commands.ts";
import { keyCommands } from "./key-commands.ts";
import { pubSubCommands } from "./pub-sub-commands.ts";
import { scriptCommands } from "./script-commands.ts";
import { serverCommands } from "./server-commands.ts";
import { setCommands } from "./set-commands.ts";
import { sortedSetCommands } from "./sorted-set-commands.ts";
import { streamCommands } from "./stream-commands.ts";
import { stringCommands } from "./string-commands.ts";
import { transactionCommands } from "./transaction-commands.ts";

export const allCommands: CommandTable = {
  ...connectionCommands,
  ...serverCommands,
  ...keyCommands,
  ...stringCommands,
  ...hashCommands,
  ...setCommands,
  ...sortedSetCommands,
  ...streamCommands,
  ...pubSubCommands,
  ...transactionCommands,
  ...scriptCommands,
};
