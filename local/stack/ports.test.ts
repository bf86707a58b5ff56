import { expect, test } from "vitest";
import { portsAt } from "./ports.ts";

test("every port moves by the offset", () => {
  expect(portsAt(100)).toMatchObject({ dashboard: 3100, hosting: 3100, auth: 9199, simulator: 3101 });
});

test("ports that there aren't, or that browsers refuse to open, are refused with the reason", () => {
  expect(() => portsAt(60_000)).toThrow("out of the ports");
  expect(() => portsAt(-2500)).toThrow("out of the ports");
  expect(() => portsAt(3000)).toThrow("port 6000, which browsers refuse");
});
