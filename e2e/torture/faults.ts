import { CLIENT_FAULTS } from "./faults/client-faults.ts";
import { CLOCK_FAULTS } from "./faults/clock-faults.ts";
import type { Fault } from "./faults/fault.ts";
import { FIRESTORE_FAULTS } from "./faults/firestore-faults.ts";
import { GATEWAY_FAULTS } from "./faults/gateway-faults.ts";
import { REDIS_FAULTS } from "./faults/redis-faults.ts";
import type { Random } from "./random.ts";

/** Triggers come twice and in the wrong order all the time, see `unruly-triggers.ts`; these come and go. */
export const FAULTS: Fault[] = [
  ...GATEWAY_FAULTS,
  ...REDIS_FAULTS,
  ...FIRESTORE_FAULTS,
  ...CLIENT_FAULTS,
  ...CLOCK_FAULTS,
];

/** Up to three faults that don't take the same thing away. */
export function chooseSeveral(faults: Fault[], random: Random): Fault[] {
  const chosen: Fault[] = [];
  const taken = new Set<string>();
  for (let i = random.between(1, 3); i > 0; i--) {
    const fault = random.pick(faults);
    if (fault.resources.some((resource) => taken.has(resource))) continue;
    for (const resource of fault.resources) taken.add(resource);
    chosen.push(fault);
  }
  return chosen;
}
