/** Lets phones and agents write to each other while everything goes wrong: `npm run simulate -- --messages 10000`. */
import { parseArgs } from "node:util";
import { runSimulation } from "./run-simulation.ts";

const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    customers: { type: "string", default: "16" },
  },
});

const started = performance.now();
const result = await runSimulation({
  messages: Number(values.messages),
  seed: Number(values.seed),
  customers: Number(values.customers),
  report: (line) =>
    console.error(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`),
});
console.log(JSON.stringify(result, null, 2));
const wrong = [...result.differences, ...result.steps_back, ...result.problems];
const good = wrong.length + result.sent_twice === 0;
console.log(good ? "Both sides agree; nothing left twice unasked, no status went back." : "FAILED");
process.exit(good ? 0 : 1);
