/** A stack in a process of its own, for tests: they tell it what to do, and it ends when they are gone. */
import { endOnCrash } from "./end-on-crash.ts";
import { type RunningStack, runStack, type StackOptions } from "./run-stack.ts";

export type Order = { id: number } & (
  | { do: "start"; options: StackOptions }
  | {
      do:
        | "kill-gateway"
        | "start-gateway"
        | "restart-gateway"
        | "stop-simulator"
        | "start-simulator"
        | "stop";
    }
);
export type Report =
  | { done: number; urls?: RunningStack["urls"] }
  | { failed: number; message: string }
  | { line: string };

let stack: RunningStack | undefined;
endOnCrash();

process.on("message", (order: Order) => {
  carryOut(order).then(
    (urls) => tell({ done: order.id, urls }),
    (error: Error) => tell({ failed: order.id, message: error.message }),
  );
});
process.on("disconnect", async () => {
  await stack?.stop();
  process.exit();
});

async function carryOut(order: Order): Promise<RunningStack["urls"] | undefined> {
  switch (order.do) {
    case "start":
      stack = await runStack(order.options, (line) => tell({ line }));
      await stack.warm;
      return stack.urls;
    case "kill-gateway":
      await stack?.gateway.kill();
      return undefined;
    case "start-gateway":
      await stack?.gateway.start();
      return undefined;
    case "restart-gateway":
      await stack?.gateway.restart();
      return undefined;
    case "stop-simulator":
      await stack?.simulator.goDown();
      return undefined;
    case "start-simulator":
      await stack?.simulator.comeBack();
      return undefined;
    case "stop":
      await stack?.stop();
      stack = undefined;
      return undefined;
  }
}

function tell(report: Report): void {
  if (process.connected) process.send?.(report);
}
