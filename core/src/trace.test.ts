import { expect, it } from "vitest";
import { currentTrace, newTrace, readTrace, withTrace } from "./trace.ts";

const id = "4bf92f3577b34da6a3ce929d0e0e4736";

it.each([
  [{ traceparent: `00-${id}-00f067aa0ba902b7-01` }, id],
  [{ traceparent: `cc-${id}-00f067aa0ba902b7-01-what-will-be` }, id],
  [{ "x-cloud-trace-context": `${id.toUpperCase()}/123;o=1` }, id],
  [{ "x-cloud-trace-context": id }, id],
  [{ traceparent: "nonsense", "x-cloud-trace-context": `${id}/1` }, id],
  [{ traceparent: `ff-${id}-00f067aa0ba902b7-01` }, null],
  [{ traceparent: `00-${"0".repeat(32)}-00f067aa0ba902b7-01` }, null],
  [{ traceparent: `00-${id}-${"0".repeat(16)}-01` }, null],
  [{ "x-cloud-trace-context": `${id}0/1` }, null],
  [{}, null],
])("reads the trace from %o", (headers, trace) => {
  expect(readTrace(headers)).toBe(trace);
});

it("makes new ones of the same form", () => {
  expect(newTrace()).toMatch(/^[\da-f]{32}$/);
  expect(newTrace()).not.toBe(newTrace());
});

it("is there for whatever follows, and for nobody else", async () => {
  const later = (ms: number) => new Promise((resolve) => setTimeout(() => resolve(currentTrace()), ms));
  expect(
    await Promise.all([withTrace("a", () => later(2)), withTrace("b", () => later(1)), later(0)]),
  ).toEqual(["a", "b", undefined]);
});
