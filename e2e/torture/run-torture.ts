import { type Fault, type Scene, within } from "./faults/fault.ts";
import { chooseSeveral, FAULTS } from "./faults.ts";
import { Publisher } from "./publisher.ts";
import { Random } from "./random.ts";
import { Resources } from "./resources.ts";
import { shiftClock } from "./shift-clock.ts";
import { type Stack, startStack } from "./stack.ts";
import { newToken } from "./strangers.ts";
import { strikeAlone, strikeTogether } from "./strike.ts";
import { TortureClient } from "./torture-client.ts";
import { judgeClient, judgeReceipts } from "./verdict.ts";

/** Writers at work at the same time. */
const WRITERS = 6;
/** Writers wait while more trigger events than this are under way. */
const BACKLOG = 400;
/** ms that everything has to come to rest after the last fault. */
const PATIENCE = 60_000;

export type TortureOptions = {
  seed: number;
  /** Log entries to be seen at least. */
  events: number;
  clients: number;
  /** Which faults; all by default. */
  faults?: Fault[];
  report?: (line: string) => void;
  /** Ends it early, with a verdict. */
  signal?: AbortSignal;
};

export type TortureResult = {
  problems: string[];
  events: number;
  /** Messages that the publisher was told are stored. */
  acknowledged: number;
  /** How often each fault struck, alone and with others. */
  faults: Record<string, number>;
  connections: number;
  resets: number;
  endings: Record<string, number>;
  /** What happened on the way, as gateways, switch and triggers counted it. */
  counts: Record<string, number>;
  peakMemory: Record<string, number>;
  restingFiles: number;
};

/** Runs the whole path while things break: first each fault alone, then several at a time. */
export async function runTorture(options: TortureOptions): Promise<TortureResult> {
  const { seed, events, faults = FAULTS, report = () => {} } = options;
  // Each process that is started leaves word to be ended with this one.
  process.setMaxListeners(0);
  const random = new Random(seed);
  const stack = await startStack(random);
  const resources = new Resources(stack.gateways);
  await resources.begin(stack.gatewaySwitch);
  const clients = Array.from({ length: options.clients }, (_, i) => newClient(stack, random, i));
  const publisher = new Publisher({ db: stack.db, redis: stack.observer, webhooks: stack.webhooks }, random);
  const problems: string[] = [];
  const scene: Scene = { stack, clients, publisher, random, problems, alone: false };
  const struck: Record<string, number> = {};
  const isOver = () => problems.length > 0 || options.signal?.aborted === true;
  let isEnough = false;
  const publishing = publish(scene, () => isEnough || isOver()).catch((error: Error) => {
    problems.push(`publishing failed: ${error.stack}`);
  });

  function announce(chosen: Fault[]): void {
    report(`${stack.record.size} of ${events} events; ${chosen.map(({ name }) => name).join(" + ")}`);
    for (const { name } of chosen) struck[name] = (struck[name] ?? 0) + 1;
  }
  // Who isn't there can't be struck.
  await within(PATIENCE, () => clients.every((client) => client.connections > 0));
  for (const fault of faults) {
    if (isOver()) break;
    announce([fault]);
    await strikeAlone(scene, resources, fault);
  }
  while (!isOver() && stack.record.size < events) {
    const chosen = chooseSeveral(faults, random);
    announce(chosen);
    await strikeTogether(scene, resources, chosen);
  }
  isEnough = true;
  await publishing;
  shiftClock(0);
  report("at rest");
  problems.push(...(await comeToRest(scene)));
  for (const client of clients) problems.push(...judgeClient(client, stack.record, stack.truth));
  problems.push(...stack.record.problems, ...judgeReceipts(publisher.receipts, stack.truth));
  for (const client of clients) client.stop();
  problems.push(...(await resources.checkFiles("everyone had left")));
  await stack.stop();
  for (const gateway of stack.gateways) problems.push(...gateway.problems);
  const counts = addUp([stack.gatewaySwitch, stack.triggers, ...stack.gateways].map((each) => each.counts));
  if (!isOver()) problems.push(...findTraceless(faults, counts));

  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    problems,
    events: stack.record.size,
    acknowledged: publisher.receipts.length,
    faults: struck,
    connections: sum(clients.map((client) => client.connections)),
    resets: sum(clients.map((client) => client.segments.length - 1)),
    endings: addUp(clients.map((client) => client.endings)),
    counts,
    peakMemory: resources.peakMemory,
    restingFiles: resources.restingFiles,
  };
}

function newClient(stack: Stack, random: Random, i: number): TortureClient {
  const token = () => {
    const short = random.chance(0.2) ? random.between(8, 20) : 3_600;
    return newToken(`agent-${i}`, stack.tokens.lifetime ?? short);
  };
  const { record, truth, gatewaySwitch } = stack;
  const options = { port: gatewaySwitch.port, token, refetch: () => truth.state, record, random };
  return new TortureClient(`client-${i}`, options);
}

async function publish({ stack, publisher }: Scene, isEnough: () => boolean): Promise<void> {
  const write = async () => {
    while (!isEnough()) {
      if (stack.triggers.underway > BACKLOG) await new Promise((resolve) => setTimeout(resolve, 20));
      else await publisher.act();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/** Waits until all that was stored is in the log and everyone has got it. */
async function comeToRest({ stack, clients }: Scene): Promise<string[]> {
  if (!(await within(PATIENCE, () => stack.triggers.underway === 0)))
    return [`${stack.triggers.underway} triggers were still failing at the end`];
  const upToDate = (client: TortureClient) => client.lastEventId === stack.head() && client.isSettled;
  await within(PATIENCE, () => clients.every(upToDate));
  return clients
    .filter((client) => !upToDate(client))
    .map((client) => `${client.name} stands at ${client.lastEventId}, the log at ${stack.head()}`);
}

/** Faults that left nothing of what they leave if they really happen: then they proved nothing. */
function findTraceless(faults: Fault[], counts: Record<string, number>): string[] {
  return faults.flatMap(({ name, leaves }) =>
    leaves.filter((each) => !counts[each]).map((each) => `"${name}" struck, but there was no "${each}"`),
  );
}

function addUp(maps: Map<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const map of maps) for (const [name, count] of map) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
