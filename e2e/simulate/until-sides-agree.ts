import { until } from "../support/until.ts";
import { compareSides, type Sides } from "./compare-sides.ts";
import type { SideReader } from "./read-sides.ts";
import type { Talk } from "./talk.ts";

type Options = {
  /** ms */
  patience: number;
  /** More that is to hold, as differences in words. */
  also?: (sides: Sides) => string[];
};

/** Resolves with both sides once no difference is left; throws with the differences. */
export async function untilSidesAgree(
  reader: SideReader,
  talk: Talk,
  { patience, also = () => [] }: Options,
): Promise<Sides> {
  let sides: Sides;
  await until(
    async () => {
      sides = await reader.read(talk);
      return [...compareSides(sides), ...also(sides)];
    },
    (differences) => differences.length === 0,
    patience,
    250,
  );
  return sides!;
}
