import { parseArgs } from "node:util";
import { FAULTS } from "./faults.ts";
import { runTorture } from "./run-torture.ts";

/** The functions run in this process; what they log is not what this is about. */
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = ((text: string, ...rest: []) =>
    String(text).startsWith('{"severity"') ? true : write(text, ...rest)) as typeof stream.write;
}

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    events: { type: "string", default: "100000" },
    clients: { type: "string", default: "16" },
    fault: { type: "string", multiple: true },
  },
});

const faults = values.fault ? FAULTS.filter(({ name }) => values.fault?.includes(name)) : FAULTS;
if (faults.length === 0) {
  console.error(`No such fault. There are:\n  ${FAULTS.map(({ name }) => name).join("\n  ")}`);
  process.exit(1);
}
const started = Date.now();
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
const result = await runTorture({
  seed: Number(values.seed),
  events: Number(values.events),
  clients: Number(values.clients),
  faults,
  signal: interrupted.signal,
  report: (line) => console.error(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`),
});
console.log(JSON.stringify(result, null, 2));
console.log(result.problems.length === 0 ? "Nothing lost, nothing twice, nothing out of order." : "FAILED");
process.exit(result.problems.length === 0 ? 0 : 1);
