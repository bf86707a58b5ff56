import { findPortOwner } from "./port-owner.ts";

/**
 * Emulators fail outside of any promise, say when somebody took their port meanwhile. Then says what it was, in a
 * line, and ends; children end with us.
 */
export function endOnCrash(): void {
  process.once("uncaughtException", async (error: NodeJS.ErrnoException & { port?: number }) => {
    console.error(`\n${await describe(error).catch(() => error.stack)}`);
    process.exit(1);
  });
}

async function describe(error: NodeJS.ErrnoException & { port?: number }): Promise<string | undefined> {
  if (error.code !== "EADDRINUSE") return error.stack;
  const owner = error.port ? await findPortOwner(error.port) : null;
  return `Port ${error.port} was taken meanwhile${owner ? ` by process ${owner.pid}: ${owner.command}` : ""}.`;
}
