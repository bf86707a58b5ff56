import { setTimeout as wait } from "node:timers/promises";
import { emulatorToken } from "../../sse-gateway/testing/start-test-gateway.ts";
import { FAULTS, type Fault, readyGateways, type Scene, within } from "./faults.ts";
import { Publisher } from "./publisher.ts";
import { Random } from "./random.ts";
import { type Stack, startStack } from "./stack.ts";
import { TortureClient } from "./torture-client.ts";
import { judgeClient } from "./verdict.ts";

/** Writers at work at the same time. */
const WRITERS = 6;
/** Writers wait while more trigger events than this are under way. */
const BACKLOG = 300;
/** ms that everything has to come to rest after the last fault. */
const PATIENCE = 60_000;
/** MB that a gateway may have at most, at any moment. */
const MAX_MEMORY = 400;
/** Files that a gateway without clients has open at most: its own, Redis, Firestore, Auth. */
const MAX_FILES = 40;

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
  faults: Record<string, number>;
  connections: number;
  resets: number;
  endings: Record<string, number>;
  peakMemory: number[];
  openFiles: number[];
};

/** Runs the whole path while things break: first each fault alone, then several at a time. */
export async function runTorture(options: TortureOptions): Promise<TortureResult> {
  const { seed, events, faults = FAULTS, report = () => {} } = options;
  // Each process that is started leaves word to be ended with this one.
  process.setMaxListeners(0);
  const random = new Random(seed);
  const stack = await startStack(random);
  const clients = Array.from({ length: options.clients }, (_, i) => newClient(stack, random, i));
  const scene: Scene = { stack, clients, random, problems: [] };
  const done: Record<string, number> = {};
  let eachWasAlone = false;
  const isEnough = () =>
    scene.problems.length > 0 || options.signal?.aborted || (eachWasAlone && stack.record.size >= events);
  const publishing = publish(stack, random, isEnough).catch((error: Error) => {
    scene.problems.push(`publishing failed: ${error.stack}`);
  });

  async function strike(chosen: Fault[]): Promise<void> {
    report(`${stack.record.size} of ${events} events; ${chosen.map(({ name }) => name).join(" + ")}`);
    await Promise.all(chosen.map((fault) => fault.run(scene)));
    for (const { name } of chosen) done[name] = (done[name] ?? 0) + 1;
    if (!(await within(15_000, async () => (await readyGateways(stack)).length === stack.gateways.length))) {
      scene.problems.push(
        `a gateway was not ready 15 s after: ${chosen.map(({ name }) => name).join(" + ")}`,
      );
    }
    await wait(random.between(100, 1_000));
  }

  for (const fault of faults) if (!options.signal?.aborted) await strike([fault]);
  eachWasAlone = true;
  while (!isEnough()) await strike(chooseSeveral(faults, random));
  await publishing;
  report("at rest");
  const problems = [...scene.problems, ...(await comeToRest(scene))];
  for (const client of clients) problems.push(...judgeClient(client, stack.record, stack.truth));
  problems.push(...stack.record.problems);

  for (const client of clients) client.stop();
  const { peakMemory, openFiles } = await measure(stack, problems);
  await stack.stop();
  for (const gateway of stack.gateways) problems.push(...gateway.problems);
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    problems,
    events: stack.record.size,
    faults: done,
    connections: sum(clients.map((client) => client.connections)),
    resets: sum(clients.map((client) => client.segments.length - 1)),
    endings: addUp(clients.map((client) => client.endings)),
    peakMemory,
    openFiles,
  };
}

function newClient(stack: Stack, random: Random, i: number): TortureClient {
  const token = () => {
    const seconds = random.chance(0.2) ? random.between(8, 20) : 3_600;
    return emulatorToken({ sub: `agent-${i}`, exp: Math.floor(Date.now() / 1000) + seconds });
  };
  const { ports, record, truth } = stack;
  return new TortureClient(`client-${i}`, { ports, token, refetch: () => truth.state, record, random });
}

async function publish(stack: Stack, random: Random, isEnough: () => boolean | undefined): Promise<void> {
  const publisher = new Publisher({ db: stack.db, redis: stack.observer }, random);
  const write = async () => {
    while (!isEnough()) {
      if (stack.triggers.underway > BACKLOG) await wait(20);
      else await publisher.act();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/** At most one fault per resource, up to three. */
function chooseSeveral(faults: Fault[], random: Random): Fault[] {
  const chosen = new Map<string, Fault>();
  for (let i = random.between(1, 3); i > 0; i--) {
    const fault = random.pick(faults);
    chosen.set(fault.resource, fault);
  }
  return [...chosen.values()];
}

/** Waits until all that was stored is in the log and everyone has got it. */
async function comeToRest({ stack, clients }: Scene): Promise<string[]> {
  if (!(await within(PATIENCE, () => stack.triggers.underway === 0))) {
    return [`${stack.triggers.underway} triggers were still failing at the end`];
  }
  const upToDate = (client: TortureClient) => client.lastEventId === stack.head() && client.isSettled;
  await within(PATIENCE, () => clients.every(upToDate));
  return clients
    .filter((client) => !upToDate(client))
    .map((client) => `${client.name} stands at ${client.lastEventId}, the log at ${stack.head()}`);
}

async function measure(stack: Stack, problems: string[]) {
  await within(10_000, async () => {
    const open = await Promise.all(stack.gateways.map((gateway) => gateway.metric("clients")));
    return open.every((count) => count === 0);
  });
  const peakMemory = await Promise.all(stack.gateways.map((gateway) => gateway.peakMemory()));
  const openFiles = await Promise.all(stack.gateways.map((gateway) => gateway.openFiles()));
  if (Math.max(...peakMemory) > MAX_MEMORY) problems.push(`a gateway took ${Math.max(...peakMemory)} MB`);
  if (Math.max(...openFiles) > MAX_FILES)
    problems.push(`a gateway keeps ${Math.max(...openFiles)} files open`);
  return { peakMemory, openFiles };
}

function addUp(maps: Map<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const map of maps) for (const [name, count] of map) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
