import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take more than ten seconds, longest first, as measured on two cores. */
const LONG = [
  "local/start-stack",
  "functions/src/messages/delivery-chaos",
  "functions/scripts/make-agent",
  "sse-gateway/src/faults",
  "functions/src/messages/deliver-reply",
  "functions/src/api/audit-log",
  "functions/build",
];

/** Begins with the files that take longest, so that none of them runs alone at the end. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((name) => moduleId.includes(`/${name}.test.`));
      return place < 0 ? LONG.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
