import { setTimeout as wait } from "node:timers/promises";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { allReady, type Fault, type Scene, within } from "./faults/fault.ts";
import type { Resources } from "./resources.ts";

/** ms in which gateways are ready again, and in which everyone has found back to the log. */
const READY_AGAIN = 30_000;
const LIVE_AGAIN = 45_000;

/** Several faults at a time; what must be right after them is told at the very end, apart from readiness. */
export async function strikeTogether(scene: Scene, resources: Resources, chosen: Fault[]): Promise<void> {
  const names = chosen.map(({ name }) => name).join(" + ");
  await Promise.all(chosen.map((fault) => fault.run(scene)));
  await expectReady(scene, names);
  await Promise.all(scene.stack.gateways.map((gateway) => gateway.readMetrics()));
  scene.problems.push(...(await resources.notePeaks("several faults")));
  await wait(scene.random.between(100, 1_000));
}

/** One fault alone, of which much is known: who stays ready, who may be reset, what it leaves behind. */
export async function strikeAlone(scene: Scene, resources: Resources, fault: Fault): Promise<void> {
  const { stack, clients, problems } = scene;
  await expectLive(scene, `before: ${fault.name}`);
  const resets = countResets(clients);
  scene.alone = true;
  const lapses = fault.staysReady ? watchReadiness(scene) : null;
  await fault.run(scene);
  await expectReady(scene, fault.name);
  await expectLive(scene, fault.name);
  scene.alone = false;
  for (const lapse of lapses?.stop() ?? []) problems.push(`not ready during ${fault.name}: ${lapse}`);
  const more = countResets(clients) - resets;
  if (fault.resumes && more > 0) problems.push(`${more} clients were reset by: ${fault.name}`);
  await Promise.all(stack.gateways.map((gateway) => gateway.readMetrics()));
  problems.push(...(await resources.notePeaks(fault.name)), ...(await resources.checkFiles(fault.name)));
}

const countResets = (clients: Scene["clients"]) =>
  clients.reduce((sum, { segments }) => sum + Math.max(0, segments.length - 1), 0);

async function expectReady({ stack, problems }: Scene, after: string): Promise<void> {
  if (!(await within(READY_AGAIN, () => allReady(stack))))
    problems.push(`a gateway was not ready ${READY_AGAIN / 1000} s after: ${after}`);
}

/** By a heartbeat that is newer than this question. */
async function expectLive({ clients, problems }: Scene, when: string): Promise<void> {
  for (const client of clients) client.isLive = false;
  if (await within(LIVE_AGAIN, () => clients.every(({ isLive }) => isLive))) return;
  const lost = clients.filter(({ isLive }) => !isLive).map(({ name }) => name);
  problems.push(`${lost.join(", ")} did not find back to the log, ${when}`);
}

/** ms for a read like those of gateways from which on a machine, ours, is too busy to judge anybody, and for how long. */
const SLOW = 500;
const FORGIVEN = 5_000;

/** Collects who told a probe that it isn't ready while Redis did answer, and why. */
function watchReadiness({ stack }: Scene): { stop(): string[] } {
  const lapses = new Set<string>();
  let forgivenUntil = 0;
  let stopped = false;
  const loop = async () => {
    while (!stopped) {
      const asked = performance.now();
      await stack.prober.xrevrange(redisKeys.log, "+", "-", "COUNT", 200).catch(() => {});
      if (performance.now() - asked > SLOW) forgivenUntil = performance.now() + FORGIVEN;
      for (const gateway of stack.gateways)
        if ((await gateway.readiness()) === 503 && performance.now() > forgivenUntil)
          lapses.add(`${gateway.name}, ${gateway.lastError}`);
      await wait(100);
    }
  };
  void loop();
  return {
    stop() {
      stopped = true;
      return [...lapses];
    },
  };
}
